// Package questions holds the bank that ships with Papersetter: a course in
// deep learning with its questions, figures and blueprints. It is data only.
package questions

import "embed"

// FS holds the banks, one folder each.
//
//go:embed deep-learning
var FS embed.FS
