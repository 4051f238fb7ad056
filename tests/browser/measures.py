"""What a browser can measure of a page; each script returns the offenders, so an empty list is good."""

_ALL = """
const host = document.querySelector('shopping-assistant');
const all = [...(host?.shadowRoot.querySelectorAll('*') ?? []), ...document.body.querySelectorAll('*')];
const shown = (element) => element.checkVisibility({visibilityProperty: true, opacityProperty: true})
    && !element.closest('.unseen, [inert]');
"""

FAINT_TEXT = f"""() => {{
{_ALL}
const canvas = new OffscreenCanvas(1, 1).getContext('2d', {{willReadFrequently: true}});
const over = (colours) => {{
    canvas.clearRect(0, 0, 1, 1);
    for (const colour of colours) {{ canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }}
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
}};
const light = (rgb) => {{
    const [r, g, b] = rgb.map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}};
const behind = (element) => {{
    const found = [];
    for (let at = element; at; at = at.parentElement ?? at.getRootNode().host) {{
        found.unshift(getComputedStyle(at).backgroundColor);
    }}
    return found;
}};
return all.filter((element) => shown(element) && !element.matches(':disabled, :disabled *')
        && [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .map((element) => {{
        const back = behind(element);
        const [a, b] = [light(over(back)), light(over([...back, getComputedStyle(element).color]))];
        return [element.textContent.slice(0, 40), (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)];
    }}).filter(([, ratio]) => ratio < 4.5);
}}"""

SMALL_TARGETS = f"""() => {{
{_ALL}
const targets = 'button, select, textarea, input:not(label input), label:has(input)';
return all.filter((element) => shown(element) && element.matches(targets))
    .map((element) => [element.getAttribute('aria-label') ?? element.textContent, element.getBoundingClientRect()])
    .filter(([, box]) => box.width < 44 || box.height < 44)
    .map(([name, box]) => [name, Math.round(box.width), Math.round(box.height)]);
}}"""

WIDER_THAN_THE_WINDOW = f"""() => {{
{_ALL}
const scrolls = (element) => element.closest('.cards > ul, .table');
const page = document.documentElement.scrollWidth > innerWidth ? ['the page'] : [];
return [...page, ...all.filter((element) => shown(element) && !scrolls(element)
        && element.getBoundingClientRect().right > innerWidth + 0.5).map((element) => element.outerHTML.slice(0, 80))];
}}"""

FOCUS_UNSEEN = """() => {
let element = document.activeElement;
while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
if (!element || element === document.body) return [];  // between the page's end and its beginning
const {left, right, top, bottom} = element.getBoundingClientRect();
const marked = [element, element.closest('label, .composer')].filter(Boolean).map((one) => getComputedStyle(one))
    .some((at) => (at.outlineStyle !== 'none' && parseFloat(at.outlineWidth) > 0) || at.boxShadow !== 'none');
const over = element.getRootNode().elementFromPoint((left + right) / 2, (top + bottom) / 2);
const seen = over && (element.contains(over) || over.contains(element));
return marked && seen ? [] : [[element.outerHTML.slice(0, 90), marked ? 'is covered' : 'has no mark']];
}"""
