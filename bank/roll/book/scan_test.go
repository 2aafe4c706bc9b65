package book

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"testing"
)

// tokens spells the tokens of a reader that matter to cells; pieces of text that
// follow one another are one.
func tokens(d *xml.Decoder) (string, error) {
	var b strings.Builder
	text := ""
	flush := func() {
		if text != "" {
			fmt.Fprintf(&b, "%q\n", text)
		}
		text = ""
	}
	for {
		t, err := d.Token()
		if err == io.EOF {
			flush()
			return b.String(), nil
		}
		if err != nil {
			return "", err
		}
		switch t := t.(type) {
		case xml.StartElement:
			flush()
			fmt.Fprintf(&b, "<%s %s", t.Name.Space, t.Name.Local)
			for _, a := range t.Attr {
				fmt.Fprintf(&b, " %s %s=%q", a.Name.Space, a.Name.Local, a.Value)
			}
			b.WriteString(">\n")
		case xml.EndElement:
			flush()
			fmt.Fprintf(&b, "</%s>\n", t.Name.Local)
		case xml.CharData:
			text += string(t)
		}
	}
}

var samples = []string{
	`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\r\n" + `<worksheet xmlns="urn:a" xmlns:r="urn:b"><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r:id='x>"y'/></row></sheetData></worksheet>`,
	`<a>1 &lt; 2 &amp;&amp; 3 &gt; 2 &quot;&apos; &#65;&#x42;` + "\r\n\r" + `end</a>`,
	`<a><!-- a comment with <tags> and -- dashes? no --><b x = "1"  y='2' /></a>`,
	`<a><![CDATA[<not> &a tag;]]></a>`,
	`<x:a xmlns:x="urn:x"><x:b x:c="d">देवनागरी</x:b></x:a>`,
	`<a><b></a>`, `<a`, `<a b=1>`, `<a>&nothing;</a>`, `<a>` + "\xff" + `</a>`, `<a/><b/>`, ``,
	"<a b=\"1\nx\">" + strings.Repeat("long ", 20_000) + "</a>",
}

// TestScanner compares the scanner with encoding/xml.
func TestScanner(t *testing.T) {
	for _, text := range samples {
		compareScanners(t, []byte(text))
	}
	// What encoding/xml reads and workbooks do not have.
	for _, text := range []string{`<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`, `<?xml version="1.0" encoding="UTF-16"?><a/>`} {
		if _, err := tokens(xml.NewTokenDecoder(newScanner(strings.NewReader(text)))); err == nil {
			t.Errorf("%s is read", text)
		}
	}
}

func compareScanners(t *testing.T, data []byte) {
	t.Helper()
	got, err := tokens(xml.NewTokenDecoder(newScanner(bytes.NewReader(data))))
	want, wantErr := tokens(xml.NewDecoder(bytes.NewReader(data)))
	switch {
	case err == nil && wantErr == nil && got != want:
		t.Errorf("%.200q\nis read as\n%.2000s\nencoding/xml has\n%.2000s", data, got, want)
	case err != nil && wantErr == nil && !bytes.Contains(data, []byte("<!")) && !bytes.Contains(data, []byte("<?")):
		t.Errorf("%.200q is refused: %v", data, err)
	}
}

// FuzzScanner looks for texts that the scanner reads otherwise than encoding/xml.
func FuzzScanner(f *testing.F) {
	for _, text := range samples {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) < 1<<16 {
			compareScanners(t, data)
		}
	})
}
