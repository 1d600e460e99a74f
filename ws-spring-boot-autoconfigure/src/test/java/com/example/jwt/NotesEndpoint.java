package com.example.jwt;

import java.security.Principal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.wsboot.annotation.OnError;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;

import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;

@WsEndpoint(path = "/notes", subprotocols = "notes.v1")
class NotesEndpoint {

	private final List<String> notes = new CopyOnWriteArrayList<>();

	@OnMessage("list")
	List<String> list() {
		return this.notes;
	}

	@PreAuthorize("hasAuthority('SCOPE_notes:write')")
	@OnMessage("add")
	List<String> add(Principal user, Add add) {
		this.notes.add(user.getName() + ": " + add.text());
		return this.notes;
	}

	@OnError
	Rejection denied(AccessDeniedException error) {
		return new Rejection("You may not do that");
	}

	record Add(String text) {
	}

	record Rejection(String reason) {
	}

}
