package typeset

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// wideBreaksOf marks where lines may break.
func wideBreaksOf(t *testing.T, p *Text) string {
	t.Helper()
	p = p.prepared()
	parts := p.compile(material{})
	var b strings.Builder
	for i := range parts {
		part := &parts[i]
		tok := &p.tokens[part.token%len(p.tokens)]
		switch {
		case part.kind == boxPart && tok.kind == wordToken:
			for _, g := range tok.word.glyphs[part.from:part.to] {
				b.WriteString(g.text)
			}
		case part.kind == boxPart:
			b.WriteString("$")
		case legal(parts, i) && !part.forced():
			b.WriteString("|")
		}
	}
	return b.String()
}

func TestWideBreaks(t *testing.T) {
	for _, tc := range []struct{ text, want string }{
		{"中国的河", "中|国|的|河"},
		{"你好，世界。再见！", "你|好，|世|界。|再|见！"},
		{"（大）国", "（大）|国"},
		{"他说：「走」。", "他|说：|「走」。"},
		{"《红楼梦》", "《红|楼|梦》"},
		{"他说“走”吧", "他|说|“走”|吧"},
		{"约6300公里", "约|6300|公|里"},
		{"用Python写", "用|Python|写"},
		{"50%的人", "50%|的|人"},
		{"共￥50元", "共|￥50|元"},
		// Small kana, the long vowel and the iteration mark begin no line.
		{"ちょっと", "ちょっ|と"},
		{"メートル", "メー|ト|ル"},
		{"人々は", "人々|は"},
		{"「富士山」の高さ", "「富|士|山」|の|高|さ"},
		{"行く。「はい", "行|く。|「は|い"},
		{"待って……いた", "待っ|て……|い|た"},
		{"はい！？と", "は|い！？|と"},
		{"東京\u2060都", "東|京都"},
		{"नमस्ते你好", "नमस्ते|你|好"},
		{"english words", "english|words"},
	} {
		if got := wideBreaksOf(t, paragraph(t, tc.text, body)); got != tc.want {
			t.Errorf("%s: breaks %s, want %s", tc.text, got, tc.want)
		}
	}
	// Across styles, and around formulas.
	p := paragraph(t, "重点", body)
	p.Add("是，", Style{Size: 11 * Point, Bold: true})
	p.Add("。若", body)
	p.AddFormula(formula("x", 1000), 10*Point)
	p.Add("，则", body)
	p.AddFormula(formula("y", 1000), 10*Point)
	p.Add("大", body)
	if got, want := wideBreaksOf(t, p), "重|点|是，。|若|$，|则|$|大"; got != want {
		t.Errorf("breaks %s, want %s", got, want)
	}
}

func TestWideLinesFill(t *testing.T) {
	for _, s := range []string{foreign[6], foreign[7]} {
		p := paragraph(t, strings.Repeat(s, 6), body)
		for _, width := range []Length{60 * MM, 101 * MM, 165 * MM} {
			lines, err := p.Lines(width, LineOptions{Justify: true})
			if err != nil || len(lines) < 3 {
				t.Fatal(len(lines), err)
			}
			for i, l := range lines {
				checkLine(t, l, Measure{Width: width})
				if i < len(lines)-1 && l.Width != width {
					t.Errorf("line %d of %s ends at %v of %v", i, s, l.Width, width)
				}
				text := printedText(l)
				if r, _ := utf8.DecodeRuneInString(text); strings.ContainsRune("，。、：；！？）」』”ーっゃゅょ々…", r) {
					t.Errorf("line %q begins badly", text)
				}
				if r, _ := utf8.DecodeLastRuneInString(text); strings.ContainsRune("（「『“", r) {
					t.Errorf("line %q ends badly", text)
				}
			}
		}
	}
}

func TestHanCharactersOfJapan(t *testing.T) {
	f := fonts(t)
	face := func(p *Text) *Face {
		lines, err := p.Lines(100*MM, LineOptions{})
		if err != nil {
			t.Fatal(err)
		}
		return lines[0].Items[0].(*Glyphs).Face
	}
	japan := body
	japan.Japanese = true
	kana := paragraph(t, "直角", Style{Size: body.Size, Bold: true})
	kana.Add("とは？", body)
	for i, got := range []*Face{face(paragraph(t, "直角", japan)), face(kana), face(paragraph(t, "直角", body))} {
		if want := f.scripts[[]scriptID{japanese, japanese, chinese}[i]][0]; got != want {
			t.Errorf("%d: printed with %s", i, got.Name())
		}
	}
}

func TestSourceLinesJoin(t *testing.T) {
	for in, want := range map[string]string{
		"中国\n的河": "中国的河", "中国 的河": "中国 的河", "中国\nthe": "中国 the", "a\nb": "a b", "答え。\r\n次": "答え。次",
	} {
		if got := broken(t, paragraph(t, in, body), 100*MM, LineOptions{}); !slices.Equal(got, []string{want}) {
			t.Errorf("%q becomes %q", in, got)
		}
	}
}

// Typed hyphens break words of other scripts, and their punctuation is not
// parted from them.
func TestPlacesOfBreaksInOtherScripts(t *testing.T) {
	for in, want := range map[string]string{
		"पिता-पुत्र की": "पिता-|पुत्र|की", "करो ।": "करो।", "בית־ספר": "בית־|ספר", "نعم ؟": "نعم؟", "नमस्कार": "नमस्कार",
	} {
		if got := wideBreaksOf(t, paragraph(t, in, body)); got != want { // without spaces, but with breaks at them
			t.Errorf("%s: breaks %s, want %s", in, got, want)
		}
	}
}

// Other scripts have no hyphens.
func TestForeignWordsAreNotHyphenated(t *testing.T) {
	for _, s := range foreign[:6] {
		for _, l := range broken(t, paragraph(t, s, body), 40*MM, LineOptions{Justify: true}) {
			if strings.HasSuffix(l, "-") && !strings.HasSuffix(l, "ב-") {
				t.Errorf("hyphen in %q", l)
			}
		}
	}
}
