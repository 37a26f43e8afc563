/** Ways out of where a text stands: of an attribute, an element, a comment, a script; the last is one that a double escaping opens. */
const openings = ['', '">', "'>", '</textarea>', '</title>', '</script>', '-->', ']]>', '\u2028', '&lt;/p&gt;']

const vectors = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)>',
  '<body onload=alert(1)>',
  '<iframe src=javascript:alert(1)>',
  '<details open ontoggle=alert(1)>',
  '<input autofocus onfocus=alert(1)>',
  '<a href=javascript:alert(1)>x</a>',
  'javascript:alert(1)',
  '<svg><a xlink:href=javascript:alert(1)>',
  '<video><source onerror=alert(1)>',
  '<svg><style>{-o-link:alert(1)}</style>',
  '<base href=//x/ id=alert(1)>',
  '<link rel=stylesheet href=/alert(1)>',
  '<meta http-equiv=refresh content=0;/alert(1)>',
  '<object data=javascript:alert(1)>',
  '" autofocus onfocus=alert(1) x="',
  "' onmouseover=alert(1) x='",
  '{{constructor.constructor("alert(1)")()}}',
  '<img/src="x"/onerror=alert(1)//',
]

/** What every payload holds: a page that shows it as text shows this. */
export const MARK = 'alert(1)'

/** Two hundred texts that want to be a script. */
export const payloads: readonly string[] = openings.flatMap((opening) => vectors.map((vector) => opening + vector))
