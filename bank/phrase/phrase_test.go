package phrase

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
)

// A sample is a line of testdata/phrases.txt.
type sample struct {
	line       int
	options    int
	kind, refs string
	text       string
}

func samples(t testing.TB) []sample {
	t.Helper()
	file, err := os.Open("testdata/phrases.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var list []sample
	options := 4
	lines := bufio.NewScanner(file)
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		if line == "" || strings.HasPrefix(line, "#") {
			fmt.Sscanf(line, "# among %d", &options)
			continue
		}
		fields := strings.SplitN(line, "\t", 3)
		if len(fields) != 3 {
			t.Fatalf("line %d: want kind, refs and text", n)
		}
		list = append(list, sample{n, options, fields[0], fields[1], fields[2]})
	}
	return list
}

// spell spells the options that are named by letter, or "-".
func spell(refs []Ref) string {
	if refs == nil {
		return "-"
	}
	var b strings.Builder
	for _, r := range refs {
		b.WriteByte(byte('A' + r.Option))
	}
	return b.String()
}

func TestRecognise(t *testing.T) {
	for _, s := range samples(t) {
		p := Recognise(s.text, s.options)
		if got, want := p.Kind.String()+" "+spell(p.Refs), s.kind+" "+s.refs; got != want {
			t.Errorf("line %d: %q among %d: got %s, want %s", s.line, s.text, s.options, got, want)
		}
	}
}

func TestRecogniseAll(t *testing.T) {
	for _, test := range []struct{ texts, want string }{
		{"Iron|Zinc|Both A and B|None of these", "plain - plain - letters AB closing -"},
		{"Iron|Zinc|Both of the above|None of the above", "plain - plain - closing - closing -"},
		{"Iron|Zinc|Tin|Both of the above", "plain - plain - plain - position -"},
		{"Iron|Zinc|Tin|Both", "plain - plain - plain - plain -"},
		{"Iron|Zinc|Tin|All three|None", "plain - plain - plain - closing - closing -"},
		{"1 only|2 only|Both 1 and 2|Neither 1 nor 2", "plain - plain - plain - plain -"},
		{"I only|II only|Both|Neither", "plain - plain - closing - closing -"},
		{"None|One|Two|Three", "plain - plain - plain - plain -"},
		{"One|Two|Three|None", "plain - plain - plain - closing -"},
		{"Iron|All except (a)|Zinc|Tin", "plain - closing A plain - plain -"},

		{"Iron|Zinc|Both (a) and (b)|All of the above (a, b and c)", "plain - plain - letters AB closing ABC"},

		// Letters of the stem.
		{"A only|B only|Both A and B|Neither A nor B", "plain - plain - plain - plain -"},
		{"A only|B only|Both|Neither", "plain - plain - closing - closing -"},
		{"A|B|Both A and B|Neither A nor B", "plain - plain - plain - plain -"},
		{"(A)|(B)|(A) and (B)|All of the above", "plain - plain - plain - closing -"},
		{"A and B only|B and C only|A, C and D only|A, B, C and D", "plain - plain - plain - plain -"},
		{"A AND B|A OR B|NOT A|Both A and B", "plain - plain - plain - plain -"},
		{"A is true but B is false|A is false but B is true|Both A and B are true|Both A and B are false", "plain - plain - plain - plain -"},
		{"(a) is true, (b) is false|(a) is false, (b) is true|Both (a) and (b) are true|Both (a) and (b) are false", "plain - plain - plain - plain -"},
		{"Option A|Option B|Both option A and option B|Neither", "plain - plain - plain - plain -"},
		{"Option A has the higher value|Option B pays sooner|Both are equal|Option A and option B lose", "plain - plain - plain - plain -"},
		{"Invest in option A|Invest in bonds|Invest in gold|Wait", "position - plain - plain - plain -"},
		{"Options 1 and 2|Options 2 and 3|Options 1 and 3|None of these", "plain - plain - plain - closing -"},

		// Letters that could be either.
		{"Vitamin A|Vitamin B|Vitamin C|Both A and B", "plain - plain - plain - position -"},
		{"Statement A is true|Statement B is true|Both A and B|Neither A nor B", "plain - plain - position - position -"},
		{"A hash table|A list|Both A and B|Neither A nor B", "plain - plain - letters AB letters AB"},
		{"Vitamin C|Iron|Both (a) and (b)|None of these", "plain - plain - letters AB closing -"},
	} {
		var got []string
		for _, p := range RecogniseAll(strings.Split(test.texts, "|")) {
			got = append(got, p.Kind.String()+" "+spell(p.Refs))
		}
		if got := strings.Join(got, " "); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.texts, got, test.want)
		}
	}
}

func TestRewrite(t *testing.T) {
	for _, test := range []struct{ text, order, want string }{
		{"Both A and B", "ABCD", "Both A and B"},
		{"Both A and B", "CADB", "Both B and D"},
		{"Both A and B", "BACD", "Both A and B"},
		{"both (a) & (c).", "BADC", "both (b) & (d)."},
		{"**Both A and B**", "CBAD", "**Both B and C**"},
		{"Neither (A) nor (B)", "BCAD", "Neither (A) nor (C)"},
		{"A, B and D", "DCBA", "A, C and D"},
		{"A but not B", "BACD", "B but not A"},
		{"(a) implies (b)", "BACD", "(b) implies (a)"},
		{"(b) implies (a)", "BACD", "(a) implies (b)"},
		{"A and C but not B", "CBAD", "A and C but not B"},
		{"A and C but not B", "BCAD", "B and C but not A"},
		{"(a) and (b), or (c)", "DCBA", "(d) and (c), or (b)"},
		{"B and A", "CABD", "C and B"},
		{"Only A", "DCBA", "Only D"},
		{"All of the above except (b)", "BACD", "All of the above except (a)"},
		{"Options 1 and 3", "CBAD", "Options 1 and 3"},
		{"Options 1 and 3", "BADC", "Options 2 and 4"},
		{"Options (i) and (iii)", "BADC", "Options (ii) and (iv)"},
		{"Options I and III", "BADC", "Options II and IV"},
		{"1st and 3rd options", "DCBA", "2nd and 4th options"},
		{"First and second options", "BCAD", "First and third options"},
		{"Either the first or the second option", "CDBA", "Either the third or the fourth option"},
		{"(a) और (b) दोनों", "CBAD", "(b) और (c) दोनों"},
		{"(क) और (ख) दोनों", "CBAD", "(ख) और (ग) दोनों"},
		{"न तो (a) और न ही (b)", "BCAD", "न तो (a) और न ही (c)"},
		{"A is larger than B", "DCBA", "A is larger than B"},
		{"Both A and B", "CD", "Both A and B"},
	} {
		var order []int
		for _, letter := range test.order {
			order = append(order, int(letter-'A'))
		}
		if got := Rewrite(test.text, Recognise(test.text, 4), order); got != test.want {
			t.Errorf("%q in order %s: got %q, want %q", test.text, test.order, got, test.want)
		}
	}
}

// Rewriting for an order and then for its inverse leads back, except that lists
// come back sorted.
func TestRewriteThereAndBack(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, s := range samples(t) {
		p := Recognise(s.text, s.options)
		if p.Refs == nil || !slices.IsSortedFunc(p.Refs, func(a, b Ref) int { return a.Option - b.Option }) {
			continue
		}
		for range 8 {
			order := rng.Perm(s.options)
			inverse := make([]int, s.options)
			for place, option := range order {
				inverse[option] = place
			}
			there := Rewrite(s.text, p, order)
			back := Rewrite(there, Recognise(there, s.options), inverse)
			if back != s.text {
				t.Fatalf("line %d: %q in order %v is %q, and back %q", s.line, s.text, order, there, back)
			}
		}
	}
}

func TestNumbersInOrder(t *testing.T) {
	for _, test := range []struct {
		texts string
		want  bool
	}{
		{"1|2|3|4", true},
		{"40|30|20|10", true},
		{"1|3|2|4", false},
		{"1|2|2|3", false},
		{"1|2", false},
		{"-5|-2|0|7.5", true},
		{"1947|1950|1952|1975", true},
		{"10|20|30|None of these", true},
		{"One|Two|Three|None of the above", true},
		{"two years|three years|five years", true},
		{"5 ms|10 ms|20 ms|50 ms", true},
		{"1 year|2 years|5 years", true},
		{"5 ms|10 s|20 s", false},
		{"5%|10 %|25%|50%", true},
		{`$5\%$|$10\%$|$20\%$`, true},
		{"1,000|10,000|1,00,000", true},
		{"1 000 kg|10 000 kg|100 000 kg", true},
		{"Rs. 500|Rs. 750|Rs. 1,000", true},
		{"₹500|₹ 750|₹1,000", true},
		{`\$5|\$7.50|\$10`, true},
		{"$10^{-3}$|$10^{-2}$|$10^{-1}$", true},
		{"$10^{-3}$ m|$10^{-4}$ m|$10^{-5}$ m", true},
		{`$6.0\times10^{23}$|$6.0 \times 10^{24}$|$6.0 \cdot 10^{25}$`, true},
		{"1.5 x 10^3|1.5 x 10^4|1.5 x 10^5", true},
		{"10⁻⁹|10⁻⁶|10⁻³", true},
		{`$2^{8}$|$2^{10}$|$2^{16}$`, true},
		{"1e-3|1e-2|0.1", true},
		{`$\frac{1}{2}$|$\frac{1}{3}$|$\frac{1}{4}$`, true},
		{`$\dfrac14$|$\tfrac12$|$1$|$2$`, true},
		{"1/4|1/2|3/4|1", true},
		{`$\pi/4$|$\pi/2$|$\pi$|$2\pi$`, true},
		{`$\frac{\pi}{2}$|$\pi$|$\frac{3\pi}{2}$`, true},
		{`$\sqrt{2}$|$\sqrt{3}$|$2\sqrt{3}$|$\infty$`, true},
		{"√2|√10|4", true},
		{`$5\,\Omega$|$10\,\Omega$|$15\,\Omega$`, true},
		{`$9.8\ \mathrm{m/s}^2$|$10\ \mathrm{m/s}^2$|$12\ \mathrm{m/s}^2$`, true},
		{"60 km/h|80 km/h|100 km/h", true},
		{"$x = 1$|$x = 2$|$x = 3$", true},
		{"Article 14|Article 19|Article 21|Article 32", true},
		{"**1**|**2**|**3**", true},
		{"१०|२०|३०|इनमें से कोई नहीं", true},
		{"0–5|6–10|11–15", false},
		{"sp|sp2|sp3", false},
		{"C2H4|C3H6|C4H8", false},
		{"$x$|$2x$|$3x$", false},
		{"O(1)|O(n)|O(n log n)", false},
		{"Iron|Zinc|Tin", false},
		{"$1/0$|$2/0$|$0/0$", false},
		{"(((|))|$\\frac{$", false},
		{"", false},
	} {
		if got := NumbersInOrder(strings.Split(test.texts, "|")); got != test.want {
			t.Errorf("%s: got %v, want %v", test.texts, got, test.want)
		}
	}
}

func TestTruth(t *testing.T) {
	for _, test := range []struct {
		texts string
		want  bool
	}{
		{"True|False", true},
		{"FALSE|TRUE", true},
		{"**Yes**|No.", true},
		{"सही|गलत", true},
		{"सत्य|असत्य", true},
		{"True|False|Cannot be said", false},
		{"True|No", false},
		{"Left|Right", false},
		{"True", false},
	} {
		if got := Truth(strings.Split(test.texts, "|")); got != test.want {
			t.Errorf("%s: got %v, want %v", test.texts, got, test.want)
		}
	}
}

func FuzzRecognise(f *testing.F) {
	for _, s := range samples(f) {
		f.Add(s.text, s.options)
	}
	f.Add(`$\frac{1}{2}$ (((`, 4)
	f.Fuzz(func(t *testing.T, text string, options int) {
		options = min(max(options, 0), 30)
		p := Recognise(text, options)
		end := 0
		for _, r := range p.Refs {
			if r.Option < 0 || r.Option >= options {
				t.Errorf("names option %d of %d", r.Option, options)
			}
			if r.Start < end || r.Start >= r.End || r.End > len(text) {
				t.Errorf("name at %d to %d, after %d, in %d bytes", r.Start, r.End, end, len(text))
			}
			end = r.End
		}
		if (p.Kind == Letters || p.Kind == Numbers) != (len(p.Refs) > 0) && p.Kind != Closing {
			t.Errorf("%s with %d names", p.Kind, len(p.Refs))
		}
		order := make([]int, options)
		for i := range order {
			order[i] = i
		}
		if got := Rewrite(text, p, order); got != text {
			t.Errorf("rewritten in the same order: %q", got)
		}
		slices.Reverse(order)
		Rewrite(text, p, order)
		RecogniseAll(strings.Split(text, ","))
		NumbersInOrder([]string{text, text, text})
	})
}

func BenchmarkRecogniseAll(b *testing.B) {
	texts := []string{"the mean of the squares", "the square of the mean, which is always larger than $x^2$", "Both A and B", "None of these"}
	for b.Loop() {
		RecogniseAll(texts)
	}
}
