package typeset

import (
	"slices"
	"strings"
	"testing"
	"unicode"
)

// What examiners might write in other scripts.
var foreign = []string{
	"प्रश्न १: क्षेत्रफल ज्ञात कीजिए। कर्क रेखा कितने राज्यों से होकर गुज़रती है? उत्तर 25 शब्दों में लिखिए॥",
	"দুটি সংখ্যার যোগফল ৪৫ হলে, বড় সংখ্যাটি নির্ণয় করো। শিক্ষার্থীরা (যেকোনো তিনটি) প্রশ্নের উত্তর দাও।",
	"கீழ்க்காணும் வினாக்களுக்கு விடை எழுதுக: ஒரு முக்கோணத்தின் பரப்பளவு 24 செ.மீ. எனில் அதன் உயரம் என்ன?",
	"క్రింది ప్రశ్నలకు సమాధానాలు రాయండి. సూర్యుని చుట్టూ భూమి తిరగడానికి ఎన్ని రోజులు పడుతుంది?",
	"ما هي عاصمة لبنان؟ اكتب الجواب في 25 كلمة (لا أكثر)، ثم احسب المجموع: 12 + 7. السَّلامُ عَلَيْكُم.",
	"מהי בירת צרפת? כתבו את התשובה ב-30 מילים (לכל היותר), ואחר כך חשבו את הסכום. שָׁלוֹם",
	"请用不超过五十个字回答：“中国”最长的河流是哪一条？它全长大约6300公里（约3915英里）……",
	"次の問いに答えなさい。「富士山」の高さは何メートルですか。ちょっと考えて、解答欄に書いてください。",
	"הפונקציה print ב-Python מדפיסה (למשל) \"hello world\" למסך.",
	"The Hindi word नमस्ते and the Arabic word مرحبا both mean hello, as do שלום and 你好.",
	"يستخدم الأمر git commit لحفظ التغييرات في Linux منذ عام 2005.",
}

func TestForeignTextIsShaped(t *testing.T) {
	f := fonts(t)
	for _, s := range foreign {
		for _, st := range styles {
			runs, w, err := f.Shape(s, st)
			if err != nil {
				t.Errorf("%s: %v", s, err)
			}
			if got := runsText(runs); got != s {
				t.Errorf("%+v: %q comes out as %q", st, s, got)
			}
			if w < Length(len([]rune(s)))*st.Size/5 {
				t.Errorf("%s is only %v wide", s, w)
			}
			for _, r := range runs {
				for _, g := range r.Run {
					if g.ID == 0 {
						t.Errorf("%s: %s prints a box for %q", s, r.Face.Name(), g.Text)
					}
				}
			}
		}
	}
}

// Syllables are one cluster, of as many glyphs as their scripts want.
func TestClusters(t *testing.T) {
	f := fonts(t)
	for _, tc := range []struct {
		text     string
		face     string
		clusters []string // in reading order
		glyphs   int
	}{
		{"क्ष", "NotoSerifDevanagari-Regular", []string{"क्ष"}, 1},
		{"ज्ञ", "NotoSerifDevanagari-Regular", []string{"ज्ञ"}, 1},
		{"र्क", "NotoSerifDevanagari-Regular", []string{"र्क"}, 2},
		{"कि", "NotoSerifDevanagari-Regular", []string{"कि"}, 2},
		{"कमल", "NotoSerifDevanagari-Regular", []string{"क", "म", "ल"}, 3},
		{"ক্ষ", "NotoSerifBengali-Regular", []string{"ক্ষ"}, 1},
		{"কো", "NotoSerifBengali-Regular", []string{"কো"}, 3},
		{"கொ", "NotoSerifTamil-Regular", []string{"கொ"}, 3},
		{"స్త్రీ", "NotoSerifTelugu-Regular", []string{"స్త్రీ"}, 2},
		{"لا", "NotoNaskhArabic-Regular", []string{"لا"}, 2},
		{"سَّ", "NotoNaskhArabic-Regular", []string{"سَّ"}, 2},
		{"كتب", "NotoNaskhArabic-Regular", []string{"ك", "ت", "ب"}, 3},
		{"שלום", "NotoSerifHebrew-Regular", []string{"ש", "ל", "ו", "ם"}, 4},
		{"你好。", "DroidSansFallback", []string{"你", "好", "。"}, 3},
		{"東京は", "MotoyaLCedar-W3", []string{"東", "京", "は"}, 3},
	} {
		runs, _, err := f.Shape(tc.text, body)
		if err != nil || len(runs) != 1 || runs[0].Face.Name() != tc.face {
			t.Errorf("%s: %d runs, %v", tc.text, len(runs), err)
			continue
		}
		var clusters []string
		for _, g := range runs[0].Run {
			if g.Text != "" {
				clusters = append(clusters, g.Text)
			}
		}
		if runs[0].RTL {
			slices.Reverse(clusters)
		}
		if !slices.Equal(clusters, tc.clusters) || len(runs[0].Run) != tc.glyphs {
			t.Errorf("%s: clusters %q of %d glyphs", tc.text, clusters, len(runs[0].Run))
		}
	}
	// Arabic letters join: the same letter has other glyphs at other places.
	runs, _, _ := f.Shape("ععع", body)
	if r := runs[0].Run; r[0].ID == r[1].ID || r[1].ID == r[2].ID || r[0].ID == r[2].ID {
		t.Error("Arabic letters do not join")
	}
	// i before its consonant.
	i, _ := f.scripts[devanagari][0].GlyphFor('क')
	runs, _, _ = f.Shape("कि", body)
	if runs[0].Run[1].ID != i {
		t.Error("the vowel sign does not stand in front")
	}
}

func TestFacesOfCommonCharacters(t *testing.T) {
	f := fonts(t)
	for _, tc := range []struct{ text, want string }{
		{"है।", "है।"},
		{"(हाँ)", "(|हाँ|)"},
		{"করো।", "করো।"},
		{"25वाँ", "25|वाँ"},
		{"“中国”", "“|中国|”"},
		{"“yes”", "“yes”"},
		{"中国（大）……", "中国（大）|……"}, {"你“A”好", "你|“|A|”|好"},
		{"（あ）", "（あ）"},
	} {
		runs, _, err := f.Shape(tc.text, body)
		var parts []string
		for _, r := range runs {
			parts = append(parts, runsText([]*Glyphs{r}))
		}
		if got := strings.Join(parts, "|"); got != tc.want || err != nil {
			t.Errorf("%s: %s, %v", tc.text, got, err)
		}
	}
	// Quotation marks among Chinese characters are as wide as those.
	for text, wide := range map[string]bool{"“中国”": true, "“yes”": false} {
		runs, _, _ := f.Shape(text, body)
		if got := runs[0].Run[0].Advance == body.Size; got != wide {
			t.Errorf("%s: wide quotation mark %v", text, got)
		}
	}
}

func TestBoldScripts(t *testing.T) {
	f := fonts(t)
	for _, s := range []string{"न", "ন", "ந", "న", "ن", "נ"} {
		runs, _, _ := f.Shape(s, Style{Size: Point, Bold: true})
		if m := runs[0].Face.Metrics(); !m.Bold || !strings.HasSuffix(runs[0].Face.Name(), "-Bold") {
			t.Errorf("%s is not bold", s)
		}
	}
	if n := len(f.Scripts()); n != 14 {
		t.Errorf("%d faces of scripts", n)
	}
	seen := map[string]bool{}
	for _, face := range f.Scripts() {
		m := face.Metrics()
		if seen[face.Name()] || m.Ascent <= 0 || m.Descent >= 0 || m.Fixed || strings.ContainsFunc(face.Name(), unicode.IsSpace) {
			t.Errorf("%s: %+v", face.Name(), m)
		}
		seen[face.Name()] = true
	}
}

// What is printed is within the height and depth of the line.
func TestTallScripts(t *testing.T) {
	for _, s := range []string{"र्की हूँ द्ध्र", "নির্ণয়", "స్త్రీ", "عَلَيْكُم", "ஸ்ரீ"} {
		l, err := paragraph(t, s, body).Lines(100*MM, LineOptions{})
		if err != nil || l[0].Height < body.Size*7/10 || l[0].Depth <= 0 {
			t.Errorf("%s: %v high, %v deep, %v", s, l[0].Height, l[0].Depth, err)
		}
	}
}

func TestSans(t *testing.T) {
	f := fonts(t)
	for i, st := range []Style{{}, {Bold: true}, {Italic: true}, {Bold: true, Italic: true}} {
		st.Size, st.Sans = 10*Point, true
		runs, _, err := f.Shape("Efficient →", st)
		if err != nil || runs[0].Face != f.Sans[i] || f.Sans[i].Metrics().Serif || f.Sans[i].Metrics().Bold != st.Bold || f.Sans[i].Metrics().Italic != st.Italic {
			t.Errorf("%+v: %v, %v", st, runs[0].Face.Name(), err)
		}
	}
	runs, _, err := f.Shape("ℵ", Style{Size: Point, Sans: true})
	if err != nil || runs[0].Face != f.Symbols && runs[0].Face != f.Text[0] {
		t.Errorf("no fallback: %v", err)
	}
	if runs, _, _ := f.Shape("x", Style{Size: Point, Sans: true, Mono: true}); runs[0].Face != f.Mono[0] {
		t.Error("mono does not win over sans")
	}
}

func TestSpacing(t *testing.T) {
	f := fonts(t)
	for _, tc := range []struct {
		text   string
		spaces int
	}{
		{"office", 6}, {"a b", 3}, {"e\u0301t\u0301", 2}, {"किताब", 3}, {"مرحبا", 0}, {"שלום", 4}, {"中文", 2},
	} {
		st := Style{Size: 100 * Point, Spacing: 7 * Point}
		_, wide, err := f.Shape(tc.text, st)
		st.Spacing = 1 // no ligatures, and next to no space
		_, narrow, _ := f.Shape(tc.text, st)
		if got := wide - narrow; err != nil || got != Length(tc.spaces)*(7*Point-1) {
			t.Errorf("%s: spaced by %v, %v", tc.text, got, err)
		}
		st.Spacing = 7 * Point
		p := paragraph(t, tc.text, st)
		if got := p.Natural(); got != wide {
			t.Errorf("%s: %v wide as a text, %v as a word", tc.text, got, wide)
		}
		lines, err := p.Lines(1000*MM, LineOptions{})
		if err != nil || lines[0].Width-lines[0].Start != wide {
			t.Errorf("%s: the line is %v wide, %v", tc.text, lines[0].Width, err)
		}
	}
	runs, _, _ := f.Shape("office", Style{Size: Point, Spacing: 1})
	if len(runs[0].Run) != 6 {
		t.Error("spaced text has ligatures")
	}
	if _, plain, _ := f.Shape("AV", Style{Size: Point, Spacing: -Point}); plain <= 0 {
		t.Error("negative spacing counts")
	}
}
