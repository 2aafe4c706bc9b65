package typeset

import (
	"bufio"
	"bytes"
	_ "embed"
	"strconv"
	"strings"
	"testing"
)

// Every fortieth case of the Unicode Character Database's BidiCharacterTest.txt.
//
//go:embed testdata/BidiCharacterTest.txt.gz
var bidiCases []byte

func TestBidiConformance(t *testing.T) {
	data, err := unpack(bidiCases)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	lines := bufio.NewScanner(bytes.NewReader(data))
	for lines.Scan() {
		fields := strings.Split(lines.Text(), ";")
		if strings.HasPrefix(lines.Text(), "#") || len(fields) != 5 {
			continue
		}
		n++
		var runes []rune
		for h := range strings.FieldsSeq(fields[0]) {
			v, err := strconv.ParseUint(h, 16, 32)
			if err != nil {
				t.Fatal(err)
			}
			runes = append(runes, rune(v))
		}
		base, got := resolveLevels(runes, map[string]Direction{"0": LeftToRight, "1": RightToLeft, "2": AutoDirection}[fields[1]])
		if strconv.Itoa(int(base)) != fields[2] {
			t.Errorf("%s: base level %d, want %s", lines.Text(), base, fields[2])
		}
		var kept []uint8
		var at []int
		for i, want := range strings.Fields(fields[3]) {
			if want == "x" {
				continue
			}
			kept, at = append(kept, got[i]), append(at, i)
			if strconv.Itoa(int(got[i])) != want {
				t.Errorf("%s: levels %v", lines.Text(), got)
				break
			}
		}
		var order []string
		for _, k := range visualOrder(kept) {
			order = append(order, strconv.Itoa(at[k]))
		}
		if strings.Join(order, " ") != fields[4] {
			t.Errorf("%s: order %v", lines.Text(), order)
		}
	}
	if n < 2000 {
		t.Errorf("only %d cases", n)
	}
}
