package math

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"os"
	"path/filepath"
	"sync"
)

// The cache is one file that records are appended to, so that a run reads all
// formulas it needs at once; thousands of small files would be slow to open
// on some systems. A record is
//
//	magic    4 bytes
//	length   of the data, 4 bytes, little endian
//	checksum of key and data (CRC-32C), 4 bytes
//	key      32 bytes: SHA-256 of display flag and TeX
//	data     an encoded formula
//
// Processes append whole records with one write each; a record that was torn
// by a crash fails its checksum, and reading goes on at the next magic. The
// name of the file names the bundle, so that a new one begins anew.
type cache struct {
	path string // "" for none

	once  sync.Once
	data  map[[32]byte][]byte
	mu    sync.Mutex
	fresh bytes.Buffer // records that are not written yet
}

const (
	magic      = "\xf0PS1"
	headerSize = 4 + 4 + 4 + 32
	maxRecord  = 4 << 20
	maxCache   = 256 << 20 // a larger file is begun anew
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func openCache(dir string) *cache {
	if dir == "" {
		return &cache{}
	}
	return &cache{path: filepath.Join(dir, "formulas-"+bundleHash()+".cache")}
}

func keyOf(s Source) [32]byte {
	flag := "t"
	if s.Display {
		flag = "d"
	}
	return sha256.Sum256([]byte(flag + s.TeX))
}

// load reads the file, once.
func (c *cache) load() {
	c.data = map[[32]byte][]byte{}
	if c.path == "" {
		return
	}
	info, err := os.Stat(c.path)
	if err != nil {
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
	for {
		i := bytes.Index(file, []byte(magic))
		if i < 0 || len(file)-i < headerSize {
			return
		}
		file = file[i:]
		n := int(binary.LittleEndian.Uint32(file[4:]))
		if n > maxRecord || headerSize+n > len(file) || crc32.Checksum(file[12:headerSize+n], castagnoli) != binary.LittleEndian.Uint32(file[8:]) {
			file = file[1:]
			continue
		}
		c.data[[32]byte(file[12:44])] = file[headerSize : headerSize+n]
		file = file[headerSize+n:]
	}
}

func (c *cache) get(s Source) *Formula {
	c.once.Do(c.load)
	data, ok := c.data[keyOf(s)]
	if !ok {
		return nil
	}
	f, err := decode(data)
	if err != nil || f.TeX != s.TeX || f.Display != s.Display {
		return nil
	}
	return f
}

func (c *cache) put(s Source, f *Formula) {
	if c.path == "" {
		return
	}
	data := encode(f)
	key := keyOf(s)
	body := append(key[:], data...)
	record := append([]byte(magic), binary.LittleEndian.AppendUint32(nil, uint32(len(data)))...)
	record = binary.LittleEndian.AppendUint32(record, crc32.Checksum(body, castagnoli))
	c.mu.Lock()
	defer c.mu.Unlock()
	c.fresh.Write(append(record, body...))
	if c.fresh.Len() > 64<<10 {
		c.flush()
	}
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
