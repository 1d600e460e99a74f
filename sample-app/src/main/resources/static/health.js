// The connection counts of the server's health endpoint.
import { $, element } from "./dom.js";

const INTERVAL = 1_000;

export async function watchHealth() {
	if (!document.hidden) {
		try {
			const response = await fetch("actuator/health", { cache: "no-store" });
			const { components } = await response.json();
			// a server that has stopped has no details
			show(components.ws.status, components.ws.details ?? {});
		}
		catch {
			show("UNREACHABLE", {});
		}
	}
	setTimeout(watchHealth, INTERVAL);
}

function show(status, { connections, endpoints = {} }) {
	$("health-status").textContent = status.replaceAll("_", " ");
	$("health-status").dataset.status = status;
	$("total").textContent = connections ?? "–";
	$("endpoints").replaceChildren(...Object.entries(endpoints).sort().map(([endpoint, open]) => {
		const row = document.createElement("tr");
		row.dataset.endpoint = endpoint;
		const name = element("th", "", "");
		name.scope = "row";
		name.append(element("code", "", endpoint));
		const count = element("td", "number", open);
		count.style.setProperty("--share", connections ? open / connections : 0);
		row.append(name, count);
		return row;
	}));
}
