package math

import (
	"bytes"
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
//	key      32 bytes: SHA-256 of what is kept and of what (see job.key)
//	data     an encoded formula, or MathML
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
	layout = 3
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func openCache(dir string) *cache {
	if dir == "" {
		return &cache{}
	}
	return &cache{path: filepath.Join(dir, fmt.Sprintf("formulas-%s-%d.cache", bundleHash(), layout))}
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

// get returns the data of a record, nil for none.
func (c *cache) get(key [32]byte) []byte {
	c.once.Do(c.load)
	return c.data[key]
}

func (c *cache) put(key [32]byte, data []byte) {
	if c.path == "" || headerSize+len(data) > maxRecord {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.fresh.Write(appendRecord(nil, key, data))
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
