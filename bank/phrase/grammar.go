package phrase

import (
	"regexp"
	"sync"
)

// The grammar is made of regular expressions over words and shapes, in which a
// space stands before every word. <name> stands for a part below. Rules match
// from end to end: "all of these" closes, "all of these matrices" does not.

// parts are named by what they match.
var parts = map[string]string{
	"option":  ` options?| choices?| answers?| alternatives?| responses?| विकल्प| विकल्पों`,
	"options": ` options| choices| answers| alternatives| responses`,
	"thing":   `<option>| ones?| statements?| items?`,
	"number":  ` two| three| four| five| six| seven| [2-7]`,

	// What may be said of options without leaving them. A reading puts a tilde
	// for it at the end of the text, which keeps the patterns small.
	"is":   ` is| are| was| were| is / are| holds?| being`,
	"said": `(<is>( all| both| also)?)?( not)?( the)?<adjective><option>?( only)?|( do| does)?( not)? (apply|applies)| (सही|गलत|ग़लत|सत्य|असत्य)( है| हैं)?`,
	"true": ` ~`,
	"adjective": ` correct| incorrect| true| false| right| wrong| valid| invalid| possible` +
		`| appropriate| applicable| acceptable`,

	// What stands for all other options.
	"given":  ` above| given| mentioned| listed| provided| stated| here| shown`,
	"above":  `( the| these)? (above|aforementioned|aforesaid|above-(mentioned|listed|given|stated|said)|foregoing|preceding|mentioned|listed|given|stated)<given>{0,2}<thing>?`,
	"others": `<above>|( the| these)?<options><given>{0,2}| these| those| them|( the)? (rest|remaining|others|other<thing>|remaining<thing>)`,
	"some": ` (all|any|none|non|some|most|each|every one|not (all|any|one)|(only |at least )?(any )?one|(any |at least )?two` +
		`|(one|two) or more|more than (one|two)|not more than one|all but one)`,
	"closing": `<some> of<others><true>?` +
		`| (all|any|none|some)<above><true>?` +
		`| all( the)? (these|those|others|rest)<true>?` +
		`| (all|any)( the)?( other| given)?<options><given>*<true>?` +
		`| (no|none)( other| given)?<option>(<true>|<given>)| no<true>` +
		`| (more than|only|not more than|at least) one<option><true>| एक से अधिक<option><true>` +
		`| (all|any|none)<true>| (everything|nothing)<given>{1,2}` +
		`|<hindi>`,
	"closings": `<closing>((( [/,])? or| [/,])<closing>)*`,
	"hindi": `<उपरोक्त> (सभी|सब|कोई( भी| एक)*|एक से अधिक)( विकल्प| कथन)?( भी)?( नहीं| नही)?(<true>| है| हैं)?` +
		`| सभी( विकल्प| उत्तर)?<true>| कोई( भी)?<option>( सही| सत्य)? नहीं( है)?`,
	"उपरोक्त": ` (उपरोक्त|उपर्युक्त|उक्त|इन|इनमें|इनमे|ये|दिए गए|दिये गये|ऊपर( के| दिए गए| दिये गये)?|अन्य)` +
		`( विकल्पों| विकल्प| कथनों| कथन)?( में| मे)?( से)?`,

	// What stands for a number of options.
	"both": ` (both|neither|either)( of)?(<above>|( the| these)?<options>| these| those| them)?<true>?` +
		`| neither<option><true>?| (both|neither|either|none)( of)?( the| these)?( above)? (two|2|both)` +
		`|<उपरोक्त>? दोनों( विकल्प)?(<true>| नहीं)?`,
	"three": ` (all|any of|any one of|all of|one of|none of)( the| these)?<number>( of)?(<others>)?<true>?| (all|any|none)( of)?( the)? above<number><true>?`,

	// Lists of options by letter or number.
	"and":       ` and / or| as well as| and| or| nor| &|( और| तथा)? (न|ना)( ही| तो)?| और| तथा| एवं| एवम्| व| या| अथवा`,
	"#":         `( the)?<option>? #`,
	"@":         `( the)?<option>? @`,
	"inner":     ` both| either| neither| only`,
	"bare":      `<#>(( [,;])?<and><inner>?<#>| [,;]<#>)*`,
	"enclosed":  `<@>(( [,;])?<and><inner>?<@>| [,;/+]<@>)*`,
	"list":      `<bare>|<enclosed>`,
	"lead":      ` (only|just|neither|either|both|all|any|one|any one|none|combination|केवल|मात्र|सिर्फ|दोनों|न|ना)( of| तो)?`,
	"alone":     `( of)?( the)? above| but not both| or both| only| alone| both| together| दोनों| ही| में से कोई( भी| एक)*( नहीं)?`,
	"but":       `( ,)? (but not|and not|but neither|without|not)`,
	"except":    `( ,)?( \()? (except|excepting|but|but not|excluding|other than|barring|apart from)( for)?`,
	"like":      `( the)? (same|opposite|reverse|inverse|converse|negation|contrary|complement)( as| of| to)( in)?| (similar|identical|equivalent) to| as`,
	"where":     ` above| previous| preceding| foregoing| first| second| third| fourth| last`,
	"which":     ` one| ones| pair|<number>|<option>`,
	"exceptall": ` (all|any|none|everything|anything)( of them|( of)?( the)?<options>)?(<is><adjective>)?`,
}

// said is what is said of the options at the end of a text.
var said = compile(`<said>$`)

// The rules for words.
var (
	closing = rule(`<closings>| (all|none|everything|सभी)| कोई( भी)? नहीं`)
	// short is what could as well be a value: "none".
	short = rule(` \S+| कोई( भी)? नहीं`)
	// closingOn goes on: "none of these, since the series diverges". The word
	// after "above" must not make an attribute of it, as in "all of the above
	// ground biomass".
	closingOn = rule(`<closing> ([,;:(–—-]|as|because|since|if|when|unless|but|depending) .*` +
		`|<some>( of)?( the)? above(-mentioned| mentioned)? ([a-z]+s|[a-z]+ly|are|were|do|did|have|can|could|may|might|must|should|will|would|need|in|for|by|with|to|at|under|except|excluding)( .*)?` +
		`|<some> of these (is|are|was|were|can|could|may|will|would|has|have|does|do) .*`)
	// both and three count the others.
	both  = rule(`<both>| (both|neither|either)( of)?( the)? above (is|are|was|were|can|could|may|will|would|has|have) .*`)
	three = rule(`<three>`)
	place = rule(`<like>?<inner>?( of)? the<where><which>{1,2}( above| given)?( only)?<true>?` +
		`|<like>?( the)?<which>{1,2}( immediately| just| directly)?( given)? (above|below|before)` +
		`|<like>( the)?<where><which>?` +
		`|<inner>?( of)?( the)? (above|previous|preceding|foregoing)(<option>|<number>)` +
		`|<inner>?( of)? the other<number><option>?` +
		`|(<closing>|<exceptall>)<except>( the)?<where><which>?` +
		`| (all|any|none)( of)?( the)? (following|below)<thing>?` +
		`|.* (above|previous|preceding|foregoing)<option>( .*)?` +
		`|.* options? (given )?(above|below)( .*)?`)
)

// The rules for shapes.
var (
	closingBut = rule(`(<closing>|<exceptall>)<except><list>( \))?| (except|other than)<@>|<list> (को छोड़कर|के अलावा|के सिवाय)(<hindi>|( शेष| अन्य)? (सभी|सब))`)
	closingOf  = rule(`<closing>( [,:])?( \(|( \()? (i\.e|that is|namely)( \.)?( ,)?)<list>( \))?`)
	several    = rule(`(<lead>{0,2}<list>|<lead> \(<bare> \))(<but><list>)?( ,)?<alone>*<option>?<true>?( only)?`)
	single     = rule(` (only|just|केवल|मात्र|सिर्फ)(<#>|<@>)<option>?<true>?|(<#>|<@>)<option>?( only| alone| ही)<true>?|(<option> #|<@>)<true>`)
	alike      = rule(`<like>(<@>|( the)?<option> #)| not<@>`)
	// enclosedOn goes on after letters in parentheses, which are no variables.
	enclosedOn = rule(`<lead>{0,2}<@>(( [,;])?<and><inner>?| [,;/+])<enclosed>( ,)? \pL.*| @ (implies|but|because|followed by|if|then|unless|not) .*@.*`)
	// joined is a matching or a sequence: "(a) - (iii)", "(b) → (a)".
	joined = rule(`.* [-–—→⇒=:>]( .*)?`)
	// gate is logic, and sequence an order of things unless it is ascending.
	gate     = rule(` #( and| or) #`)
	sequence = rule(` #( , #)+`)

	nothingElse = rule(`<#>|<@>`)
	saysOption  = rule(`.*<option>( .*)?`)
	saysOthers  = rule(`.*(<option>| above| these| इन\S*| उपरोक्त| उपर्युक्त| उक्त)( .*)?`)
	vague       = rule(`.* (option|choice|alternative|विकल्प) [#@].*|.* (options|choices|alternatives) [#@]( ,| and| or| &) .*`)
)

var partName = regexp.MustCompile(`<[^<>]+>`)

// A pattern is a rule of the grammar, compiled when it is first used.
type pattern func() *regexp.Regexp

// rule returns a pattern for whole texts.
func rule(source string) pattern { return compile(`^(?:` + source + `)$`) }

func compile(source string) pattern {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expand(source)) })
}

// matches reports whether the pattern matches words or a shape.
func (p pattern) matches(s string) bool { return p().MatchString(s) }

// expand replaces the names of parts by what they stand for.
func expand(source string) string {
	for partName.MatchString(source) {
		source = partName.ReplaceAllStringFunc(source, func(name string) string {
			part, ok := parts[name[1:len(name)-1]]
			if !ok {
				panic("phrase: no part " + name)
			}
			return `(?:` + part + `)`
		})
	}
	return source
}
