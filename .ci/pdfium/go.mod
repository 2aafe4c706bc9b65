// A module of its own, so that the program itself needs nothing of it.
module github.com/papersetter/papersetter/ci/pdfium

go 1.26.0

require github.com/klippa-app/go-pdfium v1.21.4

require (
	github.com/google/uuid v1.6.0 // indirect
	github.com/jolestar/go-commons-pool/v2 v2.1.2 // indirect
	github.com/tetratelabs/wazero v1.12.0 // indirect
	golang.org/x/sys v0.48.0 // indirect
	golang.org/x/text v0.43.0 // indirect
)
