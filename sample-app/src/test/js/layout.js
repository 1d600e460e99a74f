// Run in the page by PageCheck. Returns a list of what is wrong with the layout: text or controls that lie over each
// other, or stick out of the window, and parts that scroll sideways.
const TOLERANCE = 3;
const faults = [];
const width = document.documentElement.clientWidth;

function describe(element) {
	const text = (element.textContent || element.value || "").trim().slice(0, 30);
	return `${element.localName}${element.id && "#" + element.id}.${element.className} "${text}"`;
}

function clipped(rect, element) {
	let { left, top, right, bottom } = rect;
	for (let box = element; box !== document.body; box = box.parentElement) {
		if (getComputedStyle(box).overflowY !== "visible") {
			const edge = box.getBoundingClientRect();
			left = Math.max(left, edge.left);
			top = Math.max(top, edge.top);
			right = Math.min(right, edge.right);
			bottom = Math.min(bottom, edge.bottom);
		}
	}
	return { left, top, right, bottom };
}

function pieces(element) {
	const rects = [];
	if (["input", "textarea", "button", "progress"].includes(element.localName)) {
		rects.push(element.getBoundingClientRect());
	}
	for (const node of element.childNodes) {
		if (node.nodeType === Node.TEXT_NODE && node.data.trim() !== "") {
			const range = document.createRange();
			range.selectNodeContents(node);
			rects.push(...range.getClientRects());
		}
	}
	return rects.map((rect) => ({ element, ...clipped(rect, element) }))
		.filter(({ left, top, right, bottom }) => right - left > TOLERANCE && bottom - top > TOLERANCE);
}

const all = [...document.body.querySelectorAll("*")]
	.filter((element) => element.checkVisibility() && !element.closest(".hidden"));

for (const element of [document.documentElement, ...all]) {
	if (element.scrollWidth > element.clientWidth + 1 && !["pre", "input", "textarea"].includes(element.localName)
			&& (element === document.documentElement || getComputedStyle(element).overflowX !== "visible")) {
		faults.push(`${describe(element)} scrolls sideways: ${element.scrollWidth} > ${element.clientWidth}`);
	}
}

const found = all.flatMap(pieces);
for (const [index, one] of found.entries()) {
	if (one.left < -0.5 || one.right > width + 0.5) {
		faults.push(`${describe(one.element)} sticks out of the window`);
	}
	for (const other of found.slice(index + 1)) {
		const related = one.element.contains(other.element) || other.element.contains(one.element);
		if (!related && Math.min(one.right, other.right) - Math.max(one.left, other.left) > TOLERANCE
				&& Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > TOLERANCE) {
			faults.push(`${describe(one.element)} overlaps ${describe(other.element)}`);
		}
	}
}
return faults;
