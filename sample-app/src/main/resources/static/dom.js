// Helpers for all parts of the page. Texts of other people are shown with textContent, never as HTML.

export const $ = (id) => document.getElementById(id);

export function element(name, className, text) {
	const made = document.createElement(name);
	made.className = className;
	made.textContent = text;
	return made;
}

/** Adds an item to the list of a scrolling log. Scrolls to the item only if the end of the log was visible. */
export function appendToLog(log, item) {
	const follows = isAtEnd(log);
	log.querySelector("ol").append(item);
	if (follows) {
		log.scrollTop = log.scrollHeight;
	}
	return follows;
}

export function isAtEnd(log) {
	return log.scrollHeight - log.scrollTop - log.clientHeight < 40;
}

export function formatBytes(count) {
	const [size, unit] = count < 1024 ? [count, "B"] : count < 1024 ** 2 ? [count / 1024, "KB"] : [count / 1024 ** 2, "MB"];
	return `${size.toLocaleString("en", { maximumFractionDigits: 1 })} ${unit}`;
}

export function formatMillis(millis) {
	return `${millis.toLocaleString("en", { maximumFractionDigits: millis < 10 ? 1 : 0 })} ms`;
}
