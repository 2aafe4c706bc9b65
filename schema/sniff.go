package schema

import (
	"bytes"
	"path"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Sniff tells which document a file of YAML or JSON holds, judged by its
// top-level keys alone and without reading the rest, so that a file with
// mistakes is recognised too. It is "" for files of others, such as
// package.json, and for empty ones. A file that nearly is one of ours, because
// its key is misspelt or its key is missing above a list of questions, counts
// as what it was meant to be; [Parse] says what is wrong with it.
func Sniff(file string, src []byte) string {
	text := bytes.TrimPrefix(utf8Text(src), []byte("\ufeff"))
	var keys []string
	var list bool
	if strings.EqualFold(path.Ext(file), ".json") {
		keys, list = jsonKeys(text)
	} else {
		keys, list = yamlKeys(text)
	}
	switch {
	case slices.Contains(keys, "stem") && (list || slices.Contains(keys, "type")):
		return "questions"
	case list || len(keys) == 0:
		return ""
	}
	if slices.Contains(names, keys[0]) {
		return keys[0]
	}
	if len(keys) == 1 {
		return Nearest(keys[0], names)
	}
	for _, key := range keys {
		if !slices.Contains(names, key) {
			return ""
		}
	}
	return keys[0]
}

// utf8Text turns the beginning of UTF-16 into UTF-8, so that its keys can be
// told; anything else is returned as it is.
func utf8Text(src []byte) []byte {
	order := utf16Order(src)
	if order == "" {
		return src
	}
	units := make([]uint16, min(len(src)/2, 1<<16))
	for i := range units {
		low, high := src[2*i], src[2*i+1]
		if order == "big-endian" {
			low, high = high, low
		}
		units[i] = uint16(low) | uint16(high)<<8
	}
	var text []byte
	for _, r := range utf16.Decode(units) {
		text = utf8.AppendRune(text, r)
	}
	return text
}

// maxKeys bounds how many top-level keys are looked at.
const maxKeys = 64

// yamlKeys returns the keys that stand at the beginning of lines; list says
// that the file begins with a list, whose entries' keys are then returned.
func yamlKeys(text []byte) (keys []string, list bool) {
	for len(text) > 0 && len(keys) < maxKeys {
		var line []byte
		line, text, _ = bytes.Cut(text, []byte{'\n'})
		line = bytes.TrimRight(line, " \t\r")
		if len(line) == 0 || line[0] == '#' || line[0] == '%' || bytes.HasPrefix(line, []byte("---")) {
			continue
		}
		if len(keys) == 0 && !list {
			switch line[0] {
			case '{', '[':
				return jsonKeys(append(slices.Clip(line), text...))
			case ' ', '\t':
				line = bytes.TrimLeft(line, " \t")
			}
		}
		if line[0] == '-' {
			if len(keys) > 0 && !list || list && len(keys) == 0 {
				continue // an entry of the list under the key, which needs no indentation
			}
			if list {
				return keys, list
			}
			list = true
		}
		if list {
			line = bytes.TrimLeft(line, " -")
		}
		if key := yamlKey(line); key != "" {
			keys = append(keys, key)
		}
	}
	return keys, list
}

// yamlKey returns the key that a line begins with, "" if it begins with none.
func yamlKey(line []byte) string {
	if len(line) == 0 || line[0] == ' ' || line[0] == '\t' {
		return ""
	}
	colon := bytes.IndexByte(line, ':')
	if colon < 0 || colon+1 < len(line) && line[colon+1] != ' ' && line[colon+1] != '\t' {
		return ""
	}
	return strings.Trim(string(bytes.TrimSpace(line[:colon])), `"'`)
}

// jsonKeys returns the top-level keys of JSON, or of the first entry if it is
// a list of maps.
func jsonKeys(text []byte) (keys []string, list bool) {
	depth, top := 0, 1
	for i := 0; i < len(text) && len(keys) < maxKeys; i++ {
		switch c := text[i]; c {
		case '[':
			if depth == 0 {
				list, top = true, 2
			}
			depth++
		case '{':
			depth++
		case ']', '}':
			depth--
			if list && depth == 1 {
				return keys, list
			}
		case '"':
			end := i + 1
			for end < len(text) && text[end] != '"' {
				if text[end] == '\\' {
					end++
				}
				end++
			}
			end = min(end, len(text))
			if depth == top && bytes.HasPrefix(bytes.TrimLeft(text[min(end+1, len(text)):], " \t\r\n"), []byte{':'}) {
				keys = append(keys, string(text[i+1:end]))
			}
			i = end
		case ' ', '\t', '\r', '\n', ',', ':':
		default:
			if depth == 0 {
				return nil, false // a lone word
			}
			if depth == top && len(keys) == 0 { // {questions: …} in YAML
				if key, _, ok := bytes.Cut(text[i:min(len(text), i+64)], []byte{':'}); ok {
					keys = append(keys, string(bytes.TrimSpace(key)))
					return keys, list
				}
			}
		}
	}
	return keys, list
}
