package pdf

import (
	"strings"
	"testing"
	"unicode"

	"github.com/papersetter/papersetter/export/typeset"
)

// What examiners might ask in the scripts that there are faces for.
var sentences = []string{
	"प्रश्न १: क्षेत्रफल ज्ञात कीजिए। कर्क रेखा कितने राज्यों से होकर गुज़रती है? उत्तर 25 शब्दों में लिखिए॥",
	"দুটি সংখ্যার যোগফল ৪৫ হলে, বড় সংখ্যাটি নির্ণয় করো। শিক্ষার্থীরা (যেকোনো তিনটি) প্রশ্নের উত্তর দাও।",
	"கீழ்க்காணும் வினாக்களுக்கு விடை எழுதுக: ஒரு முக்கோணத்தின் பரப்பளவு 24 செ.மீ. எனில் அதன் உயரம் என்ன?",
	"క్రింది ప్రశ్నలకు సమాధానాలు రాయండి. సూర్యుని చుట్టూ భూమి తిరగడానికి ఎన్ని రోజులు పడుతుంది?",
	"ما هي عاصمة لبنان؟ اكتب الجواب في 25 كلمة (لا أكثر)، ثم احسب المجموع: 12 + 7.",
	"מהי בירת צרפת? כתבו את התשובה ב-30 מילים (לכל היותר), ואחר כך חשבו את הסכום.",
	"请用不超过五十个字回答：中国最长的河流是哪一条？它全长大约6300公里（约3915英里）。",
	"次の問いに答えなさい。「富士山」の高さは何メートルですか。ちょっと考えて、解答欄に書いてください。",
	"הפונקציה print ב-Python מדפיסה (למשל) \"hello world\" למסך.",
	"The Hindi word नमस्ते and the Arabic word مرحبا both mean hello, as do שלום and 你好.",
	"يستخدم الأمر git commit لحفظ التغييرات في Linux منذ عام 2005.",
}

func scriptDoc(t testing.TB, sentences []string, width typeset.Length, st typeset.Style) *typeset.Document {
	doc := newDoc()
	y := 20 * typeset.MM
	for _, s := range sentences {
		p := typeset.NewText(loadFonts(t))
		if err := p.Add(s, st); err != nil {
			t.Fatal(err)
		}
		lines, err := p.Lines(width, typeset.LineOptions{Justify: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range lines {
			y += max(l.Height, st.Size)
			for _, it := range l.Items {
				doc.Pages[0].Items = append(doc.Pages[0].Items, typeset.Translate(it, 20*typeset.MM, y))
			}
			y += max(l.Depth, st.Size/3)
		}
		y += 3 * typeset.MM
	}
	return doc
}

// plainText leaves out spaces, line ends and marks of direction.
func plainText(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, strings.TrimPrefix(text, "warning: ICC support is not available\n"))
}

// lettersOf keeps letters with their marks.
func lettersOf(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsMark(r) {
			return r
		}
		return -1
	}, text)
}

func TestScriptsAreExtracted(t *testing.T) {
	for _, tc := range []struct {
		name      string
		sentences []string
		rtl       bool
	}{
		{"Indic", sentences[:4], false},
		{"wide", sentences[6:8], false},
		{"Arabic", []string{sentences[4], sentences[10]}, true},
		{"vowels", []string{"السَّلامُ عَلَيْكُم", "שָׁלוֹם עֲלֵיכֶם"}, true},
		{"Hebrew", []string{sentences[5], sentences[8]}, true},
		{"mixed", sentences[9:10], false},
		{"all", sentences, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			for _, width := range []typeset.Length{250 * typeset.MM, 170 * typeset.MM, 80 * typeset.MM} {
				doc := scriptDoc(t, tc.sentences, width, typeset.Style{Size: 12 * pt})
				doc.Width = width + 40*typeset.MM
				file := write(t, doc)
				want := strings.Join(tc.sentences, "\n")
				for _, args := range [][]string{{"-enc", "UTF-8"}, {"-raw", "-enc", "UTF-8"}} {
					got := run(t, file, "pdftotext", args, "-")
					switch {
					case !tc.rtl && plainText(got) != plainText(want):
						t.Errorf("pdftotext %v, %v: got\n%s\nwant\n%s", args, width, got, want)
					case tc.name == "all" && args[0] != "-raw": // the order of mixed lines is that of the page
					case tc.name == "vowels" && args[0] == "-raw": // a mark at a word's end is a word
					case lettersOf(got) != lettersOf(want):
						t.Errorf("pdftotext %v, %v: got\n%s\nwant\n%s", args, width, got, want)
					}
				}
				if tc.name != "Indic" && tc.name != "wide" {
					continue // it does not turn letters around
				}
				if got := run(t, file, "mutool", []string{"draw", "-q", "-F", "text"}); plainText(got) != plainText(want) {
					t.Errorf("mutool, %v: got\n%s\nwant\n%s", width, got, want)
				}
			}
		})
	}
}

// Letters that stand apart are still words.
func TestSpacedTextIsExtracted(t *testing.T) {
	const text = "Explain in an office or a café why the affine map is efficient, in 25 words."
	for _, st := range []typeset.Style{
		{Size: 14 * pt, Sans: true, Spacing: 14 * pt / 20},
		{Size: 14 * pt, Sans: true, Spacing: 14 * pt / 8},
		{Size: 12 * pt, Spacing: 12 * pt / 10},
	} {
		doc := scriptDoc(t, []string{text}, 170*typeset.MM, st)
		if got := strings.Join(strings.Fields(extract(t, write(t, doc))), " "); got != text {
			t.Errorf("%+v: got %s", st, got)
		}
	}
}
