/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.wsboot.engine.protocol.ReadEvent.Kind;
import dev.wsboot.engine.protocol.Reading.Outcome;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import org.jspecify.annotations.Nullable;

/**
 * Netty's reader of frames and messages, on the side of a server, put together as its
 * users do it.
 */
final class NettyReader extends ChannelInboundHandlerAdapter {

	private final List<ReadEvent> events = new ArrayList<>();

	private int failCode;

	private boolean over;

	/** What no peer should be able to bring about. */
	private @Nullable Throwable unexpected;

	private NettyReader() {
	}

	/**
	 * Reads pieces until one of them fails.
	 * @param ends where each piece ends
	 */
	static Outcome read(MessageLimits limits, byte[] input, int... ends) {
		NettyReader reader = new NettyReader();
		EmbeddedChannel channel = new EmbeddedChannel(
				new WebSocket13FrameDecoder(
						WebSocketDecoderConfig.newBuilder().maxFramePayloadLength(limits.maxFrameSize()).build()),
				new Utf8FrameValidator(), new WebSocketFrameAggregator(limits.maxMessageSize()), reader);
		int start = 0;
		for (int end : ends) {
			if (reader.failCode != 0) {
				break;
			}
			channel.writeInbound(Unpooled.wrappedBuffer(Arrays.copyOfRange(input, start, end)));
			start = end;
		}
		if (reader.unexpected != null) {
			throw new AssertionError("Netty throws something else", reader.unexpected);
		}
		reader.over = true;
		Outcome outcome = new Outcome(List.copyOf(reader.events), reader.failCode, start);
		channel.finishAndReleaseAll();
		return outcome;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		WebSocketFrame frame = (WebSocketFrame) message;
		try {
			if (this.failCode == 0) {
				this.events.add(event(frame));
			}
		}
		finally {
			frame.release();
		}
	}

	private static ReadEvent event(WebSocketFrame frame) {
		if (frame instanceof CloseWebSocketFrame close) {
			int code = (close.statusCode() == -1) ? 1005 : close.statusCode();
			return ReadEvent.of(code, close.reasonText().getBytes(StandardCharsets.UTF_8));
		}
		Kind kind = (frame instanceof PingWebSocketFrame) ? Kind.PING : (frame instanceof PongWebSocketFrame)
				? Kind.PONG : (frame instanceof TextWebSocketFrame) ? Kind.TEXT : Kind.BINARY;
		return ReadEvent.of(kind, ByteBufUtil.getBytes(frame.content()));
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		if (this.failCode != 0 || this.over) {
			return;
		}
		if (cause instanceof CorruptedWebSocketFrameException corrupted) {
			this.failCode = corrupted.closeStatus().code();
		}
		else if (cause instanceof TooLongFrameException) {
			// Netty's users make this of it
			this.failCode = 1009;
		}
		else {
			this.unexpected = cause;
		}
	}

}
