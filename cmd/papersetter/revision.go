package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Limits of what is read of a revision, which may come from anybody.
const (
	maxRevisionFiles = 500_000
	maxRevisionPath  = 4096     // bytes
	maxRevisionFile  = 64 << 20 // bytes; as of a document
	maxRevisionText  = 64 << 20 // bytes of all documents; a bank of 10,000 questions has 6 MB
	maxLinks         = 40       // followed one after another
	listingTime      = time.Minute
)

// git runs the program git in a folder. It writes nothing into the repository,
// runs nothing that the repository names, and does not reach the network: what
// a partial clone lacks is missing.
func git(ctx context.Context, dir string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "git", append([]string{"-C", dir, "--no-replace-objects"}, args...)...)
	for _, v := range os.Environ() {
		name, _, _ := strings.Cut(v, "=")
		switch name {
		case "GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_NAMESPACE",
			"GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES":
			// Set in hooks. The repository is that of the folder.
		default:
			cmd.Env = append(cmd.Env, v)
		}
	}
	cmd.Env = append(cmd.Env, "LC_ALL=C", "GIT_TERMINAL_PROMPT=0", "GIT_OPTIONAL_LOCKS=0", "GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=none")
	return cmd
}

// gitLine returns what git prints, but for the end of the last line.
func gitLine(ctx context.Context, dir string, args ...string) (string, error) {
	out, err := git(ctx, dir, args...).Output()
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		said, _, _ := strings.Cut(strings.TrimSpace(string(failed.Stderr)), "\n")
		return "", fmt.Errorf("git: %s", strings.TrimPrefix(said, "fatal: "))
	}
	return strings.TrimRight(string(out), "\r\n"), err
}

// A repository is what git says of a folder within a work tree.
type repository struct {
	dir    string // the folder
	prefix string // of the folder in the work tree, with slashes, "" for the top
	store  string // the folder of git, for what Git LFS keeps there
}

// openRepository finds the repository of a folder. The name is what the user
// gave for a revision.
func openRepository(ctx context.Context, dir, name string) (*repository, error) {
	if _, err := exec.LookPath("git"); err != nil {
		return nil, &errHint{fmt.Errorf("there is no folder %s, and revisions are read with git, which is not installed", name), "install git, or give two folders: papersetter diff OLD NEW"}
	}
	prefix, err := gitLine(ctx, dir, "rev-parse", "--show-prefix")
	if err != nil {
		if ctx.Err() != nil {
			return nil, err
		}
		return nil, &errHint{fmt.Errorf("there is no folder %s, and %s is in no git repository that can be read: %w", name, friendly(dir), err), "give two folders, papersetter diff OLD NEW, or name the folder of the bank with --bank"}
	}
	store, err := gitLine(ctx, dir, "rev-parse", "--git-common-dir")
	if err != nil {
		return nil, err
	}
	if !filepath.IsAbs(store) {
		store = filepath.Join(dir, store)
	}
	return &repository{dir, strings.TrimSuffix(prefix, "/"), store}, nil
}

// tree returns the id of the tree that a revision names: the folder at its
// commit, or the tree itself where it is written as REVISION:FOLDER.
func (r *repository) tree(ctx context.Context, name string) (string, error) {
	if strings.HasPrefix(name, "-") {
		return "", &errUsage{fmt.Sprintf("no revision begins with -: %q", name), "papersetter diff OLD NEW"}
	}
	if commit := r.resolve(ctx, name+"^{commit}"); commit != "" {
		if tree := r.resolve(ctx, commit+":"+r.prefix); tree != "" {
			return tree, nil
		}
		return "", &errHint{fmt.Errorf("the folder %s is not in %s", r.prefix, name), "if the bank was in another folder then, write " + name + ":FOLDER, with the folder's path from the top of the repository"}
	}
	if tree := r.resolve(ctx, name); tree != "" {
		if kind, err := gitLine(ctx, r.dir, "cat-file", "-t", tree); err == nil && kind == "tree" {
			return tree, nil
		}
	}
	if err := ctx.Err(); err != nil {
		return "", err
	}
	hint := "look at the spelling; git log --oneline and git tag list revisions"
	if older, newer, ok := strings.Cut(name, ".."); ok {
		hint = fmt.Sprintf("write papersetter diff %s %s", older, strings.TrimPrefix(newer, "."))
	}
	return "", &errHint{fmt.Errorf("%s is neither a folder nor a revision of the bank", name), hint}
}

// resolve returns the id of an object, "" if there is none.
func (r *repository) resolve(ctx context.Context, name string) string {
	id, err := gitLine(ctx, r.dir, "rev-parse", "--verify", "--quiet", "--end-of-options", name)
	if err != nil || strings.Trim(id, "0123456789abcdef") != "" {
		return ""
	}
	return id
}

// A revision is a folder as it was at a revision, as a file system. The names
// are in memory; files are read from git when they are opened. Links within
// the folder are followed, as in a folder on disk.
type revision struct {
	repository *repository
	nodes      map[string]*revisionNode // by path
	submodules []string                 // paths, sorted
	documents  int64                    // bytes of those that were opened

	mutex  sync.Mutex // of the program that reads files
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	stdout *bufio.Reader
}

// A revisionNode is a file, a link, a submodule or a folder.
type revisionNode struct {
	path    string
	id      string // of the object; "" for folders
	mode    fs.FileMode
	size    int64
	entries []fs.DirEntry // of a folder, sorted
	counted bool
}

// openRevision lists a tree. Close must be called at the end.
func openRevision(ctx context.Context, r *repository, tree string) (*revision, error) {
	v := &revision{repository: r, nodes: map[string]*revisionNode{".": {path: ".", mode: fs.ModeDir | 0o555}}}
	if err := v.list(ctx, tree); err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(v.nodes)) {
		if n := v.nodes[name]; name != "." {
			parent := v.nodes[path.Dir(name)]
			parent.entries = append(parent.entries, fs.FileInfoToDirEntry(n))
		}
	}
	cmd := git(ctx, r.dir, "cat-file", "--batch")
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("git: %w", err)
	}
	v.cmd, v.stdin, v.stdout = cmd, stdin, bufio.NewReaderSize(stdout, 64<<10)
	return v, nil
}

// Close ends the program that reads files.
func (v *revision) Close() {
	v.stdin.Close()
	_ = v.cmd.Wait()
}

// list reads the names of a tree and all below it. The time is bounded, since
// a tree of few objects may name more folders than anybody could count.
func (v *revision) list(ctx context.Context, tree string) error {
	ctx, cancel := context.WithTimeout(ctx, listingTime)
	defer cancel()
	cmd := git(ctx, v.repository.dir, "ls-tree", "-r", "-z", "-l", "--full-tree", tree)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("git: %w", err)
	}
	err = v.read(bufio.NewReaderSize(out, maxRevisionPath+256))
	if err != nil {
		cancel()
	}
	ended := cmd.Wait()
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return fmt.Errorf("the revision has more folders than can be listed in %s", listingTime)
	case err != nil:
		return err
	case ended != nil:
		return fmt.Errorf("git cannot list the revision: %w", ended)
	}
	return nil
}

// read reads lines of git ls-tree -z -l: mode, type, id, size, a tab and the
// path, which ends with a zero byte.
func (v *revision) read(r *bufio.Reader) error {
	for {
		line, err := r.ReadSlice(0)
		switch {
		case errors.Is(err, io.EOF) && len(line) == 0:
			return nil
		case errors.Is(err, bufio.ErrBufferFull):
			return fmt.Errorf("the revision has a path longer than %d bytes", maxRevisionPath)
		case err != nil:
			return fmt.Errorf("git: %w", err)
		}
		about, name, ok := strings.Cut(string(line[:len(line)-1]), "\t")
		fields := strings.Fields(about)
		if !ok || len(fields) != 4 {
			return fmt.Errorf("git listed a file in a form that is not known: %q", line)
		}
		if err := v.add(fields[0], fields[2], fields[3], name); err != nil {
			return err
		}
	}
}

func (v *revision) add(mode, id, size, name string) error {
	if !fs.ValidPath(name) {
		return &errHint{fmt.Errorf("the revision has a file with the name %q, which cannot be read", name), "compare another revision, or give the file a name in UTF-8"}
	}
	n := &revisionNode{path: name, id: id, mode: 0o444}
	n.size, _ = strconv.ParseInt(size, 10, 64) // "-" of a submodule
	switch mode {
	case "120000":
		n.mode = fs.ModeSymlink | 0o777
	case "160000":
		n.mode = fs.ModeIrregular
		v.submodules = append(v.submodules, name)
	}
	v.nodes[name] = n
	for dir := path.Dir(name); v.nodes[dir] == nil; dir = path.Dir(dir) {
		v.nodes[dir] = &revisionNode{path: dir, mode: fs.ModeDir | 0o555}
	}
	if len(v.nodes) > maxRevisionFiles {
		return &errHint{fmt.Errorf("the revision has more than %d files", maxRevisionFiles), "name the folder of the bank alone, as REVISION:FOLDER"}
	}
	return nil
}

// Errors of a revision's files.
var (
	errSubmodule = errors.New("it is in a submodule, another repository, of which a revision has no files")
	errLinkOut   = errors.New("it is a link that leads out of the bank")
	errLinkLoop  = errors.New("it is a link that leads back to itself")
	errNotHere   = errors.New("its contents are not in this clone: run git fetch, or clone without --filter")
	errBroken    = errors.New("git cannot read it: git fsck says what is broken")
	errLFS       = errors.New("it is kept elsewhere by Git LFS: run git lfs fetch --all")
	errTooMuch   = fmt.Errorf("the documents of the revision have more than %d MB together", maxRevisionText>>20)
	errTooLarge  = fmt.Errorf("it has more than %d MB", maxRevisionFile>>20)
)

// find returns what a path names, through links.
func (v *revision) find(name string) (*revisionNode, error) {
	links := 0
	for at := 0; ; {
		end := len(name)
		if i := strings.IndexByte(name[at:], '/'); i >= 0 {
			end = at + i
		}
		n := v.nodes[name[:end]]
		switch {
		case n == nil:
			return nil, fs.ErrNotExist
		case n.mode&fs.ModeSymlink != 0:
			if links++; links > maxLinks {
				return nil, errLinkLoop
			}
			target, err := v.blob(n, maxRevisionPath)
			if err != nil {
				return nil, err
			}
			rest := name[end:]
			name, at = path.Join(path.Dir(n.path), string(target))+rest, 0
			if path.IsAbs(string(target)) || !fs.ValidPath(name) {
				return nil, errLinkOut
			}
		case n.mode&fs.ModeIrregular != 0:
			return nil, errSubmodule
		case end == len(name):
			return n, nil
		default:
			at = end + 1
		}
	}
}

// Open opens a file or folder.
func (v *revision) Open(name string) (fs.File, error) {
	n, err := v.node("open", name)
	if err != nil {
		return nil, err
	}
	if n.mode.IsDir() {
		return &revisionFolder{node: n}, nil
	}
	if err := v.count(n); err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	data, err := v.blob(n, maxRevisionFile)
	if err == nil {
		data, err = v.repository.withoutPointer(data)
	}
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return &revisionFile{n, bytes.NewReader(data)}, nil
}

// count adds up the documents that are opened, each name once: few objects may
// stand under many names.
func (v *revision) count(n *revisionNode) error {
	switch path.Ext(n.path) {
	case ".yaml", ".yml", ".json":
	default:
		return nil
	}
	v.mutex.Lock()
	defer v.mutex.Unlock()
	if !n.counted {
		n.counted = true
		v.documents += n.size
	}
	if v.documents > maxRevisionText {
		return errTooMuch
	}
	return nil
}

// Stat describes a file or folder without reading it.
func (v *revision) Stat(name string) (fs.FileInfo, error) { return v.node("stat", name) }

func (v *revision) node(op, name string) (*revisionNode, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	n, err := v.find(name)
	if err != nil {
		return nil, &fs.PathError{Op: op, Path: name, Err: err}
	}
	return n, nil
}

// blob reads a file of at most so many bytes.
func (v *revision) blob(n *revisionNode, most int64) ([]byte, error) {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	if _, err := io.WriteString(v.stdin, n.id+"\n"); err != nil {
		return nil, errBroken
	}
	header, err := v.stdout.ReadSlice('\n')
	if err != nil {
		return nil, errBroken
	}
	fields := strings.Fields(string(header))
	if len(fields) != 3 {
		return nil, errNotHere // "ID missing"
	}
	size, err := strconv.ParseInt(fields[2], 10, 64)
	if err != nil {
		return nil, errBroken
	}
	if size > most {
		// What was not asked for must be read past all the same.
		if _, err := io.CopyN(io.Discard, v.stdout, size+1); err != nil {
			return nil, errBroken
		}
		return nil, errTooLarge
	}
	data := make([]byte, size+1) // and a line end
	if _, err := io.ReadFull(v.stdout, data); err != nil {
		return nil, errBroken
	}
	return data[:size], nil
}

// withoutPointer returns the contents of a file that Git LFS keeps, if they are
// in this clone, and those of others as they are.
func (r *repository) withoutPointer(data []byte) ([]byte, error) {
	const mostOfPointer = 1024 // bytes, as the specification of Git LFS says
	if len(data) > mostOfPointer || !bytes.HasPrefix(data, []byte("version https://git-lfs.github.com/spec/")) {
		return data, nil
	}
	_, rest, _ := strings.Cut(string(data), "\noid sha256:")
	id, _, _ := strings.Cut(rest, "\n")
	if len(id) != 2*sha256.Size || strings.Trim(id, "0123456789abcdef") != "" {
		return nil, errLFS
	}
	name := filepath.Join(r.store, "lfs", "objects", id[:2], id[2:4], id)
	info, err := os.Stat(name)
	if err != nil || !info.Mode().IsRegular() {
		return nil, errLFS
	}
	if info.Size() > maxRevisionFile {
		return nil, errTooLarge
	}
	kept, err := os.ReadFile(name)
	if sum := sha256.Sum256(kept); err != nil || hex.EncodeToString(sum[:]) != id {
		return nil, errLFS
	}
	return kept, nil
}

func (n *revisionNode) Name() string       { return path.Base(n.path) }
func (n *revisionNode) Size() int64        { return n.size }
func (n *revisionNode) Mode() fs.FileMode  { return n.mode }
func (n *revisionNode) ModTime() time.Time { return time.Time{} }
func (n *revisionNode) IsDir() bool        { return n.mode.IsDir() }
func (n *revisionNode) Sys() any           { return nil }

// A revisionFile is an open file.
type revisionFile struct {
	node *revisionNode
	*bytes.Reader
}

func (f *revisionFile) Stat() (fs.FileInfo, error) { return f.node, nil }
func (f *revisionFile) Close() error               { return nil }

// A revisionFolder is an open folder, of which some entries have been read.
type revisionFolder struct {
	node *revisionNode
	done int
}

func (f *revisionFolder) Stat() (fs.FileInfo, error) { return f.node, nil }
func (f *revisionFolder) Close() error               { return nil }

func (f *revisionFolder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: f.node.path, Err: errors.New("is a folder")}
}

func (f *revisionFolder) ReadDir(n int) ([]fs.DirEntry, error) {
	rest := f.node.entries[f.done:]
	if n > 0 {
		if len(rest) == 0 {
			return nil, io.EOF
		}
		rest = rest[:min(n, len(rest))]
	}
	f.done += len(rest)
	return slices.Clone(rest), nil
}
