package schema

// keyWords are keys that other programs and people use for ours.
var keyWords = map[string]string{
	"question": "stem", "prompt": "stem", "questiontext": "stem", "statement": "stem",
	"choices": "options", "alternatives": "options", "answers": "options",
	"correct": "key", "correctanswer": "key", "iscorrect": "key", "istrue": "key", "right": "key",
	"points": "marks", "score": "marks", "weight": "marks", "mark": "marks", "maxmarks": "marks",
	"level": "difficulty", "hardness": "difficulty",
	"explanation": "solution", "modelanswer": "solution", "rationale": "solution",
	"time": "minutes", "duration": "minutes",
	"co": "outcomes", "cos": "outcomes", "clo": "outcomes", "outcome": "outcomes",
	"tags": "topics", "tag": "topics", "topic": "topics",
	"slide": "slides", "lectures": "lecture", "subquestions": "parts", "part": "parts",
	"scheme": "rubric", "taxonomy": "bloom", "uuid": "id", "comment": "feedback", "label": "name",
	"least": "min", "most": "max", "atleast": "min", "atmost": "max", "minimum": "min", "maximum": "max", "from": "min", "to": "max",
	"filter": "where", "name": "title", "passage": "stimulus", "value": "accept",
}

// typeWords are what other programs and examining bodies call our types.
var typeWords = map[string]string{
	"mcq": "single-choice", "mcqs": "single-choice", "multiplechoicesingle": "single-choice", "scq": "single-choice", "single": "single-choice",
	"msq": "multiple-choice", "multiple": "multiple-choice", "multipleselect": "multiple-choice", "multipleanswer": "multiple-choice",
	"tf": "true-false", "boolean": "true-false", "truefalse": "true-false", "truth": "true-false",
	"nat": "numeric", "number": "numeric", "numerical": "numeric", "integer": "numeric",
	"fillintheblank": "fill-in", "fillintheblanks": "fill-in", "cloze": "fill-in", "blank": "fill-in", "blanks": "fill-in",
	"short": "short-answer", "shortanswer": "short-answer", "saq": "short-answer",
	"long": "long-answer", "essay": "long-answer", "laq": "long-answer", "descriptive": "long-answer",
	"match": "matching", "matchthefollowing": "matching", "order": "ordering", "sequence": "ordering", "sorting": "ordering",
}
