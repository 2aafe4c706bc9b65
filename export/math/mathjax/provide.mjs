// \providecommand, which defines what nothing has defined yet.
import {CommandMap} from '@mathjax/src/mjs/input/tex/TokenMap.js';
import {Configuration} from '@mathjax/src/mjs/input/tex/Configuration.js';
import NewcommandMethods from '@mathjax/src/mjs/input/tex/newcommand/NewcommandMethods.js';
import {NewcommandUtil} from '@mathjax/src/mjs/input/tex/newcommand/NewcommandUtil.js';

function provide(parser, name) {
  const cs = NewcommandUtil.GetCsNameArgument(parser, name);
  const count = NewcommandUtil.GetArgCount(parser, name);
  const optional = parser.GetBrackets(name), definition = parser.GetArgument(name);
  if (!parser.configuration.handlers.get('macro').contains(cs)) {
    NewcommandUtil.addMacro(parser, cs, NewcommandMethods.Macro, [definition, count, optional]);
  }
  parser.Push(parser.itemFactory.create('null'));
}

new CommandMap('provide', {providecommand: provide});
Configuration.create('provide', {handler: {macro: ['provide']}});
