package typeset

import (
	"bytes"
	"compress/gzip"
	"embed"
	"fmt"
	"io"

	"github.com/go-text/typesetting/language"
)

// The faces of scripts, compressed; fonts/README.txt says whose they are and
// under which licences.
//
//go:embed fonts/*.ttf.gz
var packedFaces embed.FS

// A scriptID is a script, or two that share a face, with faces of its own.
type scriptID uint8

const (
	noScript scriptID = iota // the text faces print it, or several scripts use it
	devanagari
	bengali
	tamil
	telugu
	arabic
	hebrew
	chinese  // Han characters and the signs that stand among them
	japanese // kana, and Han characters as they are drawn in Japan
	scriptCount
)

// scriptFiles are the files of the scripts and the names of the faces.
var scriptFiles = [scriptCount][2]struct{ file, name string }{
	devanagari: {{"NotoSerifDevanagari-Regular", ""}, {"NotoSerifDevanagari-Bold", ""}},
	bengali:    {{"NotoSerifBengali-Regular", ""}, {"NotoSerifBengali-Bold", ""}},
	tamil:      {{"NotoSerifTamil-Regular", ""}, {"NotoSerifTamil-Bold", ""}},
	telugu:     {{"NotoSerifTelugu-Regular", ""}, {"NotoSerifTelugu-Bold", ""}},
	arabic:     {{"NotoNaskhArabic-Regular", ""}, {"NotoNaskhArabic-Bold", ""}},
	hebrew:     {{"NotoSerifHebrew-Regular", ""}, {"NotoSerifHebrew-Bold", ""}},
	// Bold faces of tens of thousands of characters would outweigh the program.
	chinese:  {{"DroidSansFallbackFull", "DroidSansFallback"}},
	japanese: {{"MTLc3m", "MotoyaLCedar-W3"}},
}

// scriptFaces returns the faces of all scripts. They are not yet unpacked.
func scriptFaces() (faces [scriptCount][2]*Face, err error) {
	for id := noScript + 1; id < scriptCount; id++ {
		for i, from := range scriptFiles[id] {
			if from.file == "" {
				faces[id][i] = faces[id][0]
				continue
			}
			packed, err := packedFaces.ReadFile("fonts/" + from.file + ".ttf.gz")
			if err != nil {
				return faces, fmt.Errorf("typeset: the program was built without the font %s", from.file)
			}
			face := &Face{name: from.name, packed: packed, ligatures: true}
			if from.name == "" {
				face.name = from.file
				face.serif = true
			}
			faces[id][i] = face
		}
	}
	return faces, nil
}

// unpack returns the decompressed data of a face.
func unpack(packed []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// Scripts returns the faces for scripts other than Latin, Greek and Cyrillic,
// each once, in an order that never changes.
func (f *Fonts) Scripts() []*Face {
	var list []*Face
	for _, pair := range f.scripts {
		for i, face := range pair {
			if face != nil && (i == 0 || face != pair[0]) {
				list = append(list, face)
			}
		}
	}
	return list
}

// firstForeign is the first character of a script with faces of its own.
const firstForeign = 0x590

// scriptOf returns whose face prints a character.
func scriptOf(r rune) scriptID {
	if r < firstForeign {
		return noScript
	}
	switch language.LookupScript(r) {
	case language.Devanagari:
		return devanagari
	case language.Bengali:
		return bengali
	case language.Tamil:
		return tamil
	case language.Telugu:
		return telugu
	case language.Arabic:
		return arabic
	case language.Hebrew:
		return hebrew
	case language.Hiragana, language.Katakana:
		return japanese
	case language.Han, language.Bopomofo:
		return chinese
	}
	switch {
	case 0x3000 < r && r <= 0x33ff, 0xfe30 <= r && r <= 0xfe4f, 0xff00 <= r && r <= 0xffef:
		return chinese // punctuation as wide as a Han character, and the like
	}
	return noScript
}

// wide reports whether r is one of the characters that stand side by side
// without spaces in Chinese and Japanese text.
func wide(r rune) bool {
	s := scriptOf(r)
	return s == chinese || s == japanese
}

// ambiguous are signs that Chinese and Japanese share with other scripts, and
// that are as wide as a Han character among them.
func ambiguous(r rune) bool {
	switch r {
	case '‘', '’', '“', '”', '…', '‥', '※', '①', '②', '③', '④', '⑤', '⑥', '⑦', '⑧', '⑨', '⑩':
		return true
	}
	return false
}

// A chooser picks faces for the clusters of a word.
type chooser struct {
	fonts *Fonts
	order [5]*Face
	bold  uint8
	near  scriptID // of the letters before, or of the first ones to come
	kana  bool     // there is kana, so that Han characters are Japanese
}

// chooser returns the chooser for a word.
func (f *Fonts) chooser(variant uint8, word string) chooser {
	c := chooser{fonts: f, order: f.order(variant), bold: variant & boldVariant, kana: variant&japaneseVariant != 0}
	for _, r := range word {
		if r < firstForeign {
			continue
		}
		s := scriptOf(r)
		if c.near == noScript {
			c.near = s
		}
		if s == japanese {
			c.kana, c.near = true, japanese
			break
		}
	}
	return c
}

// face returns the face that prints all of a cluster, or nil.
func (c *chooser) face(cluster []rune) *Face {
	first := cluster[0]
	own := scriptOf(first)
	if own == noScript && !(ambiguous(first) && c.near >= chinese) {
		if face := cover(c.order[:], cluster); face != nil {
			return face
		}
	}
	if own != noScript {
		c.near = own
	}
	if c.kana && c.near == chinese {
		c.near = japanese
	}
	if face := c.ofScript(c.near, cluster); face != nil {
		return face
	}
	if c.near >= chinese { // what one of the two lacks the other may have
		if face := c.ofScript(chinese+japanese-c.near, cluster); face != nil {
			return face
		}
	}
	if face := cover(c.order[:], cluster); face != nil {
		return face
	}
	for id := noScript + 1; id < scriptCount; id++ {
		if face := c.ofScript(id, cluster); face != nil {
			return face
		}
	}
	return nil
}

// ofScript returns the face of a script if it covers a cluster.
func (c *chooser) ofScript(id scriptID, cluster []rune) *Face {
	pair := &c.fonts.scripts[id]
	return cover([]*Face{pair[c.bold], pair[0]}, cluster)
}

// cover returns the first face that prints all of a cluster, or nil.
func cover(order []*Face, cluster []rune) *Face {
next:
	for _, face := range order {
		if face == nil {
			continue
		}
		for _, r := range cluster {
			if !face.prints(r) {
				continue next
			}
		}
		return face
	}
	return nil
}
