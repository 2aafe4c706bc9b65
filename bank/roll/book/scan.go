package book

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"
)

// A scanner reads the XML of a part, token by token. The sheets of a course of
// five thousand candidates have a million of them, which encoding/xml takes three
// times as long for; whether elements match and what prefixes mean is left to it
// (see Book.part). Document types, which workbooks do not have, are refused.
type scanner struct {
	in    *bufio.Reader
	token []byte          // of the tag or text at hand
	names map[string]name // by how they are written
	end   *xml.EndElement // of an element that had no contents
}

type name = xml.Name

func newScanner(in io.Reader) *scanner {
	return &scanner{in: bufio.NewReaderSize(in, 1<<16), names: map[string]name{}}
}

// Token returns the next token, as an [xml.TokenReader] does.
func (s *scanner) Token() (xml.Token, error) {
	for {
		if s.end != nil {
			t := *s.end
			s.end = nil
			return t, nil
		}
		c, err := s.in.ReadByte()
		if err != nil {
			return nil, err
		}
		if c != '<' {
			if err := s.in.UnreadByte(); err != nil {
				return nil, err
			}
			return s.text()
		}
		next, err := s.in.Peek(1)
		if err != nil {
			return nil, unexpected(err)
		}
		switch next[0] {
		case '?':
			if err := s.instruction(); err != nil {
				return nil, err
			}
		case '!':
			t, err := s.declaration()
			if t != nil || err != nil {
				return t, err
			}
		default:
			return s.tag()
		}
	}
}

// until reads up to the end of a sequence, which is not part of what it returns.
func (s *scanner) until(end string) ([]byte, error) {
	s.token = s.token[:0]
	for {
		part, err := s.in.ReadSlice(end[len(end)-1])
		s.token = append(s.token, part...)
		if len(s.token) > maxToken {
			return nil, errTooLarge
		}
		switch {
		case err == bufio.ErrBufferFull:
		case err != nil:
			return nil, unexpected(err)
		case bytes.HasSuffix(s.token, []byte(end)):
			return s.token[:len(s.token)-len(end)], nil
		}
	}
}

// text reads up to the next tag.
func (s *scanner) text() (xml.Token, error) {
	s.token = s.token[:0]
	for {
		part, err := s.in.ReadSlice('<')
		s.token = append(s.token, part...)
		if len(s.token) > maxToken {
			return nil, errTooLarge
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		if err == nil {
			s.token = s.token[:len(s.token)-1]
			err = s.in.UnreadByte()
		}
		if err != nil && err != io.EOF {
			return nil, err
		}
		plain, err := unescapeXML(s.token)
		return xml.CharData(plain), err
	}
}

// instruction passes over <?…?>. A part in another encoding than UTF-8 is refused.
func (s *scanner) instruction() error {
	text, err := s.until("?>")
	if err != nil {
		return err
	}
	if i := bytes.Index(text, []byte("encoding=")); bytes.HasPrefix(text, []byte("?xml ")) && i >= 0 {
		if !bytes.EqualFold(bytes.Trim(text[i+len("encoding="):min(len(text), i+len("encoding=")+7)], `"'`), []byte("utf-8")) {
			return errors.New("it is not in UTF-8")
		}
	}
	return nil
}

// declaration passes over a comment, or reads what is quoted as it is.
func (s *scanner) declaration() (xml.Token, error) {
	const cdata = "![CDATA["
	begin, err := s.in.Peek(len(cdata))
	switch {
	case bytes.HasPrefix(begin, []byte("!--")):
		_, _ = s.in.Discard(3) // it was there
		_, err = s.until("-->")
		return nil, err
	case err == nil && string(begin) == cdata:
		_, _ = s.in.Discard(len(cdata)) // likewise
		text, err := s.until("]]>")
		if err == nil && !utf8.Valid(text) {
			err = errBytes
		}
		return xml.CharData(text), err
	case err != nil && err != io.EOF:
		return nil, err
	}
	return nil, errors.New("it holds a document type, which workbooks do not have")
}

var errBytes = errors.New("it holds bytes that are no UTF-8")

// tag reads a tag to its end; a > within quotes is none.
func (s *scanner) tag() (xml.Token, error) {
	s.token = s.token[:0]
	quote := byte(0)
	for {
		part, err := s.in.ReadSlice('>')
		for _, c := range part {
			switch {
			case quote == 0 && (c == '"' || c == '\''):
				quote = c
			case c == quote:
				quote = 0
			}
		}
		s.token = append(s.token, part...)
		if len(s.token) > maxToken {
			return nil, errTooLarge
		}
		if err != nil && err != bufio.ErrBufferFull {
			return nil, unexpected(err)
		}
		if err == nil && quote == 0 {
			break
		}
	}
	text := s.token[:len(s.token)-1]
	if len(text) > 0 && text[0] == '/' {
		n, err := s.name(bytes.TrimRight(text[1:], " \t\r\n"))
		return xml.EndElement{Name: n}, err
	}
	closed := len(text) > 0 && text[len(text)-1] == '/'
	if closed {
		text = text[:len(text)-1]
	}
	return s.start(text, closed)
}

// start reads the inside of a tag that begins an element.
func (s *scanner) start(text []byte, closed bool) (xml.Token, error) {
	end := bytes.IndexAny(text, " \t\r\n")
	if end < 0 {
		end = len(text)
	}
	n, err := s.name(text[:end])
	if err != nil {
		return nil, err
	}
	e := xml.StartElement{Name: n}
	rest := bytes.TrimLeft(text[end:], " \t\r\n")
	if len(rest) > 0 {
		e.Attr = make([]xml.Attr, 0, 4)
	}
	for len(rest) > 0 {
		equals := bytes.IndexByte(rest, '=')
		if equals < 0 {
			return nil, errTag(text)
		}
		a, err := s.name(bytes.TrimRight(rest[:equals], " \t\r\n"))
		if err != nil {
			return nil, err
		}
		rest = bytes.TrimLeft(rest[equals+1:], " \t\r\n")
		if len(rest) < 2 || rest[0] != '"' && rest[0] != '\'' {
			return nil, errTag(text)
		}
		to := bytes.IndexByte(rest[1:], rest[0])
		if to < 0 {
			return nil, errTag(text)
		}
		value, err := unescapeXML(rest[1 : 1+to])
		if err != nil {
			return nil, err
		}
		e.Attr = append(e.Attr, xml.Attr{Name: a, Value: string(value)})
		rest = bytes.TrimLeft(rest[to+2:], " \t\r\n")
	}
	if closed {
		s.end = &xml.EndElement{Name: n}
	}
	return e, nil
}

func errTag(text []byte) error {
	return fmt.Errorf("the tag <%s> is damaged", Cut(string(bytes.ToValidUTF8(text, []byte("?")))))
}

// name reads a name with its prefix.
func (s *scanner) name(text []byte) (name, error) {
	if n, known := s.names[string(text)]; known {
		return n, nil
	}
	if len(text) == 0 || !utf8.Valid(text) || bytes.ContainsAny(text, "<>&\"'= \t\r\n/") {
		return name{}, errTag(text)
	}
	n := name{Local: string(text)}
	if prefix, local, found := bytes.Cut(text, []byte(":")); found && len(prefix) > 0 && len(local) > 0 {
		n = name{Space: string(prefix), Local: string(local)}
	}
	const most = 10_000 // a part with so many names is no workbook's
	if len(s.names) < most {
		s.names[string(text)] = n
	}
	return n, nil
}

// unescapeXML replaces entities and line ends, in the same memory.
func unescapeXML(text []byte) ([]byte, error) {
	if !utf8.Valid(text) {
		return nil, errBytes
	}
	if bytes.IndexByte(text, '\r') >= 0 {
		text = bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
	}
	at := bytes.IndexByte(text, '&')
	if at < 0 {
		return text, nil
	}
	out := text[:at:at]
	for rest := text[at:]; len(rest) > 0; {
		if rest[0] != '&' {
			next := bytes.IndexByte(rest, '&')
			if next < 0 {
				next = len(rest)
			}
			out = append(out, rest[:next]...)
			rest = rest[next:]
			continue
		}
		end := bytes.IndexByte(rest, ';')
		if end < 0 {
			return nil, errors.New("it holds a & that begins nothing")
		}
		r, err := entity(string(rest[1:end]))
		if err != nil {
			return nil, err
		}
		out = utf8.AppendRune(out, r)
		rest = rest[end+1:]
	}
	return out, nil
}

func entity(text string) (rune, error) {
	switch text {
	case "lt":
		return '<', nil
	case "gt":
		return '>', nil
	case "amp":
		return '&', nil
	case "quot":
		return '"', nil
	case "apos":
		return '\'', nil
	}
	var n uint64
	err := errors.New("unknown")
	switch {
	case len(text) > 2 && text[0] == '#' && text[1] == 'x':
		n, err = strconv.ParseUint(text[2:], 16, 32)
	case len(text) > 1 && text[0] == '#':
		n, err = strconv.ParseUint(text[1:], 10, 32)
	}
	if err != nil || n == 0 || !utf8.ValidRune(rune(n)) || n > utf8.MaxRune {
		return 0, fmt.Errorf("it holds &%s;, which is nothing", Cut(text))
	}
	return rune(n), nil
}
