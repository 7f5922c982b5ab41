// Writes unicode-tables.txt: the properties of code points that .NET does not tell. Needs Node (whose ICU decides the Unicode version) and perl
// (for what JavaScript cannot ask; perl may know an older Unicode). Run it here: node unicode-tables.mjs
//
// A line is kind|name alias…|ranges. A range is gap or gap+more in base 36: so many code points after the end of the range before it
// (the first counts from -1), and so many more that follow.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

const last = 0x10ffff;
const lines = [];

function ranges(holds) {
  const found = [];
  for (let point = 0; point <= last; point++) {
    if (!holds(point)) continue;
    if (found.length && found.at(-1)[1] === point - 1) found.at(-1)[1] = point;
    else found.push([point, point]);
  }
  return found;
}

function encode(found) {
  let end = -1;
  return found.map(([from, to]) => {
    const text = (from - end).toString(36) + (to > from ? '+' + (to - from).toString(36) : '');
    end = to;
    return text;
  }).join(' ');
}

const add = (kind, names, found) => lines.push(`${kind}|${names}|${encode(found)}`);
const perl = (program) => execFileSync('perl', ['-C0', '-e', program], { maxBuffer: 1 << 28 }).toString();
const matcher = (property) => {
  const pattern = new RegExp(`^\\p{${property}}$`, 'u');
  return (point) => pattern.test(String.fromCodePoint(point));
};

const newerScripts = 'Kawi|Nag_Mundari Nagm|Garay Gara|Gurung_Khema Gukh|Kirat_Rai Krai|Ol_Onal Onao|Sunuwar Sunu|Todhri Todr|Tulu_Tigalari Tutg'
  + '|Beria_Erfe Berf|Sidetic Sidt|Tai_Yo Tayo|Tolong_Siki Tols';
const scripts = perl('use Unicode::UCD qw(prop_values prop_value_aliases); print join("\\n", map { my @n = prop_value_aliases("sc", $_); join(" ", reverse(@n)) } prop_values("sc"));')
  .split('\n').concat(newerScripts.split('|')).map((names) => [...new Set(names.split(' '))].join(' ')).sort();
for (const names of scripts) {
  const name = names.split(' ')[0];
  let script, extensions;
  try { script = ranges(matcher(`sc=${name}`)); extensions = ranges(matcher(`scx=${name}`)); } catch { continue; }
  add('sc', names, script);
  if (encode(script) !== encode(extensions)) add('scx', names, extensions);
}

const binaries = 'ASCII_Hex_Digit AHex|Alphabetic Alpha|Bidi_Control Bidi_C|Bidi_Mirrored Bidi_M|Case_Ignorable CI|Cased|Changes_When_Casefolded CWCF'
  + '|Changes_When_Casemapped CWCM|Changes_When_Lowercased CWL|Changes_When_NFKC_Casefolded CWKCF|Changes_When_Titlecased CWT|Changes_When_Uppercased CWU|Dash'
  + '|Default_Ignorable_Code_Point DI|Deprecated Dep|Diacritic Dia|Emoji|Emoji_Component EComp|Emoji_Modifier EMod|Emoji_Modifier_Base EBase'
  + '|Emoji_Presentation EPres|Extended_Pictographic ExtPict|Extender Ext|Grapheme_Base Gr_Base|Grapheme_Extend Gr_Ext|Hex_Digit Hex|IDS_Binary_Operator IDSB'
  + '|IDS_Trinary_Operator IDST|ID_Continue IDC|ID_Start IDS|Ideographic Ideo|Join_Control Join_C|Logical_Order_Exception LOE|Lowercase Lower|Math'
  + '|Noncharacter_Code_Point NChar|Pattern_Syntax Pat_Syn|Pattern_White_Space Pat_WS|Quotation_Mark QMark|Radical|Regional_Indicator RI|Sentence_Terminal STerm'
  + '|Soft_Dotted SD|Terminal_Punctuation Term|Unified_Ideograph UIdeo|Uppercase Upper|Variation_Selector VS|White_Space space|XID_Continue XIDC|XID_Start XIDS';
for (const names of binaries.split('|')) add('bin', names, ranges(matcher(names.split(' ')[0])));

// RFC 5892, section 3: what may stand in a label without a condition. Changes_When_NFKC_Casefolded is its "Unstable" but for ignorable code points, which are excluded anyway.
const exceptions = new Set([0xdf, 0x3c2, 0x6fd, 0x6fe, 0xf0b, 0x3007]);
const excluded = new Set([0xb7, 0x375, 0x5f3, 0x5f4, 0x30fb, 0x640, 0x7fa, 0x302e, 0x302f, 0x3031, 0x3032, 0x3033, 0x3034, 0x3035, 0x303b]);
for (let i = 0; i < 10; i++) { excluded.add(0x660 + i); excluded.add(0x6f0 + i); }
const blocks = (p) => (p >= 0x20d0 && p <= 0x20ff) || (p >= 0x1d100 && p <= 0x1d1ff) || (p >= 0x1d200 && p <= 0x1d24f);
const jamo = (p) => (p >= 0x1100 && p <= 0x11ff) || (p >= 0xa960 && p <= 0xa97c) || (p >= 0xd7b0 && p <= 0xd7fb);
const [unstable, ignorable, space] = ['CWKCF', 'DI', 'White_Space'].map(matcher);
const letterDigits = ['Ll', 'Lu', 'Lo', 'Nd', 'Lm', 'Mn', 'Mc'].map(matcher);
const valid = (p) => exceptions.has(p) || (!excluded.has(p) && (p === 0x2d || (!unstable(p) && !ignorable(p) && !space(p) && !blocks(p) && !jamo(p) && letterDigits.some((m) => m(p)))));
add('idna', 'Valid', ranges(valid));

const byPerl = (property, value) => {
  const members = new Set(perl(`no warnings; for (0..0x10FFFF) { next if $_ >= 0xD800 && $_ <= 0xDFFF; print "$_\\n" if chr($_) =~ /\\p{${property}=${value}}/ }`).split('\n').map(Number));
  members.delete(0);
  if (property === 'bc' && value === 'BN') members.add(0);
  return ranges((p) => members.has(p));
};
for (const type of ['L', 'R', 'D', 'T']) add('jt', type, byPerl('jt', type));
for (const type of ['L', 'R', 'AL', 'AN', 'EN', 'ES', 'CS', 'ET', 'ON', 'BN', 'NSM']) add('bc', type, byPerl('bc', type));
add('ccc', 'Virama', byPerl('ccc', '9'));

writeFileSync(new URL('unicode-tables.txt', import.meta.url), lines.join('\n') + '\n');
