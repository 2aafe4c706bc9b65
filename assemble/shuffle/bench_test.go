package shuffle

import (
	"fmt"
	"testing"
)

func BenchmarkChoose(b *testing.B) {
	for _, c := range []struct{ sets, questions int }{{4, 20}, {8, 30}, {26, 30}, {10_000, 30}} {
		b.Run(fmt.Sprintf("sets=%d/questions=%d", c.sets, c.questions), func(b *testing.B) {
			f := uniform(c.questions, 4)
			var r Report
			for i := range b.N {
				_, r = Choose(f, c.sets, &stream{uint64(i)})
			}
			b.ReportMetric(float64(r.Letters.Worst), "letters")
			b.ReportMetric(float64(r.Letters.LeastWorst), "letters-bound")
		})
	}
}
