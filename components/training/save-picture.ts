import { saveFile } from './save-file';

/** What a picture takes from the page's style sheets; written into the file, which has none. */
const inherited = ['fill', 'stroke', 'stroke-width', 'font-family', 'font-size', 'font-weight'] as const;

/** Saves a picture of the page as an SVG file with its colours and its background. */
export function savePicture(svg: SVGSVGElement, name: string): void {
  const copy = svg.cloneNode(true);
  if (!(copy instanceof SVGSVGElement)) return;
  const drawn = [svg, ...svg.querySelectorAll('*')];
  for (const [i, element] of [copy, ...copy.querySelectorAll('*')].entries()) {
    const source = drawn[i];
    if (!source) continue;
    const style = getComputedStyle(source);
    for (const property of inherited) element.setAttribute(property, style.getPropertyValue(property));
    element.removeAttribute('class');
  }
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  ground.setAttribute('width', '100%');
  ground.setAttribute('height', '100%');
  ground.setAttribute('fill', getComputedStyle(document.body).backgroundColor);
  copy.prepend(ground);
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  saveFile(`${name}.svg`, copy.outerHTML, 'image/svg+xml');
}
