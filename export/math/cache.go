package math

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"sync"
)

// The cache is one file that records are appended to, so that a run reads all
// formulas it needs at once; thousands of small files would be slow to open
// on some systems, and a file that is replaced whole would lose what another
// process adds meanwhile. A record is
//
//	magic    4 bytes
//	length   of the data, 4 bytes, little endian
//	checksum of key and data (CRC-32C), 4 bytes
//	key      32 bytes: SHA-256 of display flag and TeX
//	data     an encoded formula
//
// Processes append whole records with one write each; a record that was torn
// by a crash fails its checksum, reading goes on at the next magic, and the
// formula is typeset and written again. The name of the file names the bundle
// and the layout of formulas, so that a new one begins anew.
type cache struct {
	path string // "" for none

	once  sync.Once
	data  map[[32]byte][]byte // parts of the file
	mu    sync.Mutex
	fresh bytes.Buffer // records that are not written yet
}

const (
	magic      = "\xf0PS1"
	headerSize = 4 + 4 + 4 + 32
	maxRecord  = 4 << 20
	maxCache   = 256 << 20 // a larger file is begun anew
	maxDamage  = 100       // so is one with more damaged records
	writeAt    = 64 << 10  // bytes of new records that are written at once

	// layout changes whenever the same answer of the bundle gives another
	// Formula, or the encoding changes.
	layout = 2
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func openCache(dir string) *cache {
	if dir == "" {
		return &cache{}
	}
	return &cache{path: filepath.Join(dir, fmt.Sprintf("formulas-%s-%d.cache", bundleHash(), layout))}
}

func keyOf(s Source) [32]byte {
	flag := "t"
	if s.Display {
		flag = "d"
	}
	return sha256.Sum256([]byte(flag + s.TeX))
}

// load reads the file. Whatever it holds, the rest of the program goes on.
func (c *cache) load() {
	if c.path == "" {
		return
	}
	info, err := os.Stat(c.path)
	if err != nil || !info.Mode().IsRegular() {
		return
	}
	if info.Size() > maxCache {
		os.Remove(c.path)
		return
	}
	file, err := os.ReadFile(c.path)
	if err != nil {
		return
	}
	var sound bool
	if c.data, sound = records(file); !sound {
		os.Remove(c.path)
	}
}

// records finds the records of a file. Sound means that not many were damaged:
// looking for the next one costs time for each.
func records(file []byte) (data map[[32]byte][]byte, sound bool) {
	data = map[[32]byte][]byte{}
	for damaged := 0; damaged <= maxDamage; {
		i := bytes.Index(file, []byte(magic))
		if i < 0 || len(file)-i < headerSize {
			return data, true
		}
		file = file[i:]
		n := int(binary.LittleEndian.Uint32(file[4:]))
		if n > maxRecord || headerSize+n > len(file) || checksum(file[12:headerSize+n]) != binary.LittleEndian.Uint32(file[8:]) {
			damaged++
			file = file[1:]
			continue
		}
		data[[32]byte(file[12:headerSize])] = file[headerSize : headerSize+n]
		file = file[headerSize+n:]
	}
	return data, false
}

func checksum(b []byte) uint32 { return crc32.Checksum(b, castagnoli) }

// has reports that there is a record for a formula.
func (c *cache) has(s Source) bool {
	c.once.Do(c.load)
	_, ok := c.data[keyOf(s)]
	return ok
}

// get returns a formula or nil.
func (c *cache) get(s Source) *Formula {
	c.once.Do(c.load)
	data, ok := c.data[keyOf(s)]
	if !ok {
		return nil
	}
	f, err := decode(data)
	if err != nil || f.TeX != s.TeX || f.Display != s.Display || f.bounded() != nil {
		return nil
	}
	return f
}

func (c *cache) put(s Source, f *Formula) {
	if c.path == "" {
		return
	}
	record := appendRecord(nil, keyOf(s), encode(f))
	if len(record) > maxRecord {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.fresh.Write(record)
	if c.fresh.Len() >= writeAt {
		c.flush()
	}
}

func appendRecord(b []byte, key [32]byte, data []byte) []byte {
	body := append(key[:], data...)
	b = append(b, magic...)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(data)))
	b = binary.LittleEndian.AppendUint32(b, checksum(body))
	return append(b, body...)
}

// flush appends the new records. Whatever goes wrong costs only time later.
func (c *cache) flush() {
	if c.fresh.Len() == 0 {
		return
	}
	defer c.fresh.Reset()
	if err := os.MkdirAll(filepath.Dir(c.path), 0o700); err != nil {
		return
	}
	file, err := os.OpenFile(c.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return
	}
	file.Write(c.fresh.Bytes())
	file.Close()
}

func (c *cache) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.path != "" {
		c.flush()
	}
}

var errEncoding = errors.New("math: a record of the cache is damaged")
