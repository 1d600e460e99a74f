/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.jsonrpc;

import dev.wsboot.internal.json.JsonCodec;
import dev.wsboot.internal.json.JsonSlicer;
import dev.wsboot.jsonrpc.JsonRpcOptions;

/**
 * The settings that the sessions of an endpoint with JSON-RPC share. Safe to use from any
 * thread.
 *
 * @param json reads and writes values
 * @param slicer slices texts
 * @param reader turns texts into messages
 * @param dataWriter writes values of any type
 * @param options the limits
 */
public record JsonRpc(JsonCodec json, JsonSlicer slicer, JsonRpcReader reader, JsonCodec.Writer dataWriter,
		JsonRpcOptions options) {

	public static JsonRpc of(JsonCodec json, JsonRpcOptions options) {
		JsonSlicer slicer = json.slicer();
		return new JsonRpc(json, slicer, new JsonRpcReader(slicer, options.maxBatch()), json.writer(Object.class, null),
				options);
	}

}
