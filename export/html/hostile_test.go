package html

import (
	"encoding/base64"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/export"
)

// hostile are texts that would do something if they became markup.
var hostile = []string{
	`<script>document.title='broken'</script>`,
	`"><img src=x onerror=document.title='broken'>`,
	`' onmouseover='document.title=1`,
	`</style><script>document.title='broken'</script>`,
	`--></title><svg onload=document.title='broken'>`,
	`]]><iframe src="javascript:alert(1)"></iframe>`,
	`[link](javascript:alert(1)) <javascript:alert(1)> &lt;b&gt; &#60;i&#62;`,
	"\x00\x01\x0b\u0085\ufffe \xff\xc3( \u202e",
	`*/ } body { display: none } @import url(//evil.example/x);`,
}

const hostileDrawing = `<?xml version="1.0"?>
<!DOCTYPE svg [<!ENTITY e "x">]>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10" onload="evil()">
<script>evil()</script><x:script xmlns:x="http://www.w3.org/2000/svg">evil()</x:script>
<style>@import url(//evil.example/a.css); rect { fill: red }</style><style>rect { fill: url(#g) }</style>
<foreignObject><body xmlns="http://www.w3.org/1999/xhtml" onload="evil()">evil</body></foreignObject>
<a xlink:href="javascript:evil()"><rect width="5" height="5" onclick="evil()" fill="url(//evil.example/p)"/></a>
<image href="https://evil.example/i.png"/><use href="//evil.example/x.svg#a"/><use xlink:href="#kept"/>
<rect style="fill:u\72l(//evil.example)"/><set attributeName="href" to="javascript:evil()"/>
<text id="kept">a &lt; b &amp; c</text></svg>`

// hostilePaper has hostile texts wherever a paper has texts, set past the
// checks of the bank.
func hostilePaper(t *testing.T, evil string) (*export.Paper, Resources) {
	t.Helper()
	files := fstest.MapFS{}
	base := os.DirFS("testdata/bank")
	for _, name := range []string{"course.yaml", "types.yaml", "text.yaml", "figures/two.svg", "figures/dots.png"} {
		data, err := fs.ReadFile(base, name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: data}
	}
	b := load(t, files)
	style := *bank.ReadyStyle("classic")
	style.Texts = map[string]string{}
	for key := range export.WordsOf(&style) {
		style.Texts[key] = evil
	}
	style.QuestionLabel, style.PartLabel, style.OptionLabel = evil+"1", evil+"a", evil+"A"
	style.Header, style.Watermark = evil, evil
	p := whole(b, &style, 0, 1)
	p.Institution, p.CourseCode, p.CourseTitle, p.Title, p.Date, p.Set, p.Code = evil, evil, evil, evil, evil, evil, "x"
	p.Candidate = &export.Candidate{Name: evil, Roll: evil}
	for i := range p.Sections {
		p.Sections[i].Title = evil
		for j := range p.Sections[i].Questions {
			q := &p.Sections[i].Questions[j]
			source := *q.Source
			source.Name, source.Outcomes = evil, []string{evil}
			q.Source = &source
			for k := range q.Parts {
				q.Parts[k].Key = evil
			}
		}
	}
	return p, Resources{Files: files, MathML: plainMath}
}

// TestHostileTexts writes texts that try to become markup; wellFormed finds
// elements, handlers and links that none of this package's are.
func TestHostileTexts(t *testing.T) {
	for _, evil := range hostile {
		p, r := hostilePaper(t, evil)
		for _, answers := range []bool{false, true} {
			file := write(t, p, Options{Answers: answers}, r)
			wellFormed(t, file)
			if n := strings.Count(file, "</style>"); n != 1 {
				t.Errorf("%q: %d style sheets end", evil, n)
			}
			_, own, _ := strings.Cut(file, styleSheet)
			if own, _, _ = strings.Cut(own, "</style>"); strings.Contains(own, "@import") || strings.Contains(own, "display:") || strings.Contains(own, "//") {
				t.Errorf("%q is in the style sheet", evil)
			}
		}
	}
}

// TestHostileMarkdown writes a question whose Markdown is hostile.
func TestHostileMarkdown(t *testing.T) {
	base, err := fs.ReadFile(os.DirFS("testdata/bank"), "types.yaml")
	if err != nil {
		t.Fatal(err)
	}
	course, err := fs.ReadFile(os.DirFS("testdata/bank"), "course.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, evil := range hostile[:6] {
		quoted := "'" + strings.ReplaceAll(evil, "'", "''") + "'"
		text := strings.Replace(string(base), "stem: Which of these numbers is prime?", "stem: "+quoted, 1)
		b, _, err := bank.Load(fstest.MapFS{"course.yaml": {Data: course}, "types.yaml": {Data: []byte(text)}})
		if err != nil {
			t.Fatal(err)
		}
		if len(b.Questions) == 0 {
			continue // the bank refuses it, which is as well
		}
		file := write(t, whole(b, bank.ReadyStyle("classic"), 0, 1), Options{}, Resources{Files: b.Files, MathML: plainMath})
		wellFormed(t, file)
	}
}

// TestHostileDrawing looks at what is left of a drawing with scripts.
func TestHostileDrawing(t *testing.T) {
	pic, err := newDrawing([]byte(hostileDrawing))
	if err != nil {
		t.Fatal(err)
	}
	data, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(pic.uri, "data:image/svg+xml;base64,"))
	if err != nil {
		t.Fatal(err)
	}
	left := string(data)
	for _, word := range []string{"evil", "script", "foreign", "import", "onload", "onclick", "DOCTYPE", "<set", `\`} {
		if strings.Contains(left, word) {
			t.Errorf("%q is left of the drawing: %s", word, left)
		}
	}
	for _, word := range []string{`<use href="#kept"`, "a &lt; b &amp; c", "fill: url(#g)", `width="10"`} {
		if !strings.Contains(left, word) {
			t.Errorf("%q is lost of the drawing: %s", word, left)
		}
	}
	if pic.width != 10 || pic.height != 10 {
		t.Errorf("its size is %v × %v", pic.width, pic.height)
	}
	for _, bad := range []string{"", "<html/>", "<svg xmlns='http://www.w3.org/2000/svg'/>", "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><g></svg>", `<?xml version="1.0" encoding="latin1"?><svg/>`} {
		if _, err := newDrawing([]byte(bad)); err == nil {
			t.Errorf("%q is taken for a drawing", bad)
		}
	}
}

// TestHostileMathML gives markup that formulas do not consist of.
func TestHostileMathML(t *testing.T) {
	for _, bad := range []string{
		``, `x`, `<math>`, `<math/><math/>`, `<div/>`, `<math><math/></math>`,
		`<math><script>evil()</script></math>`,
		`<math><annotation-xml encoding="text/html"><b>x</b></annotation-xml></math>`,
		`<math><annotation encoding="text/html">x</annotation></math>`,
		`<math><mtext xmlns="http://www.w3.org/1999/xhtml">x</mtext></math>`,
		`<math><maction><mi>x</mi></maction></math>`,
		`<math><!-- --></math>`,
		`<math><?x?></math>`,
	} {
		if got, _, err := cleanMathML(bad); err == nil {
			t.Errorf("%s gives %s", bad, got)
		}
	}
	got, _, err := cleanMathML(`<math href="javascript:evil()" onclick="evil()" style="background:url(//evil.example)" display="block"><mi>a&lt;b</mi></math>`)
	if want := `<math xmlns="http://www.w3.org/1998/Math/MathML" display="block"><mi>a&lt;b</mi></math>`; err != nil || got != want {
		t.Errorf("%s, %v", got, err)
	}
}

// TestHostileInBrowser opens hostile papers: their scripts, if any ran, would
// change the title, and a parser more lenient than XML would find elements.
func TestHostileInBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a browser")
	}
	for i, evil := range hostile[:5] {
		p, r := hostilePaper(t, evil)
		tree := browser(t, inFile(t, "hostile-"+string(rune('a'+i))+".html", write(t, p, Options{Answers: true}, r)), "--dump-dom")
		for _, tag := range []string{"<script", "<iframe", " onerror=\"", " onload=\"", "<title>broken", "<img src=\"x\""} {
			if strings.Contains(tree, tag) {
				t.Errorf("%q made %s", evil, tag)
			}
		}
		if !strings.Contains(tree, `id="questions"`) {
			t.Error("the browser did not read the paper")
		}
	}
}

// TestPaths asks for figures outside of the bank.
func TestPaths(t *testing.T) {
	c := &composer{Resources: Resources{Files: os.DirFS("testdata/bank")}}
	for _, name := range []string{"../html.go", "/etc/passwd", "figures/../../paper.html", "missing.svg", "course.yaml", ""} {
		if _, err := c.figureFile(name); err == nil {
			t.Errorf("%q is taken for a figure", name)
		}
	}
}
