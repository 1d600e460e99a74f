/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

import javax.net.ssl.SSLException;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.GlobalEventExecutor;

/**
 * Netty on NIO, without aggregation of frames, flushed once for each read. Handlers run
 * on event loops.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a channel that fails is closed
public final class NettyServer {

	private static final ChannelGroup RECEIVERS = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

	private NettyServer() {
	}

	/**
	 * Runs a server until its process is ended.
	 * @param args the port, and the maximum message size in bytes
	 * @throws SSLException if TLS is not available
	 * @throws InterruptedException if the thread is interrupted
	 */
	public static void main(String[] args) throws InterruptedException, SSLException {
		int maxMessageSize = Integer.parseInt(args[1]);
		SslContext tls = Tls.isOn() ? SslContextBuilder.forServer(Tls.keys())
			.sslProvider(SslProvider.JDK)
			.protocols(Tls.PROTOCOL)
			.ciphers(List.of(Tls.CIPHER))
			.build() : null;
		IoHandlerFactory nio = NioIoHandler.newFactory();
		new ServerBootstrap()
			.group(new MultiThreadIoEventLoopGroup(1, nio),
					new MultiThreadIoEventLoopGroup(Runtime.getRuntime().availableProcessors(), nio))
			.channel(NioServerSocketChannel.class)
			.option(ChannelOption.SO_BACKLOG, 4096)
			.childOption(ChannelOption.TCP_NODELAY, true)
			.childHandler(new ChannelInitializer<>() {

				@Override
				protected void initChannel(Channel channel) {
					if (tls != null) {
						channel.pipeline().addLast(tls.newHandler(channel.alloc()));
					}
					channel.pipeline()
						.addLast(new HttpServerCodec(), new HttpObjectAggregator(65536), new Router(maxMessageSize));
				}

			})
			.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])))
			.sync();
	}

	/** Adds the handlers for the requested path. */
	private static final class Router extends ChannelInboundHandlerAdapter {

		private final int maxMessageSize;

		Router(int maxMessageSize) {
			this.maxMessageSize = maxMessageSize;
		}

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			if (message instanceof FullHttpRequest request) {
				boolean fanOut = request.uri().equals("/all");
				context.pipeline()
					.addLast(new WebSocketServerProtocolHandler(fanOut ? "/all" : "/echo", null, false,
							this.maxMessageSize))
					.addLast(new WebSocketFrameAggregator(this.maxMessageSize))
					.addLast(fanOut ? new FanOut() : new Echo())
					.remove(this);
			}
			context.fireChannelRead(message);
		}

	}

	private static final class Echo extends ChannelInboundHandlerAdapter {

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			context.write(message, context.voidPromise());
		}

		@Override
		public void channelReadComplete(ChannelHandlerContext context) {
			context.flush();
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable error) {
			context.close();
		}

	}

	private static final class FanOut extends ChannelInboundHandlerAdapter {

		@Override
		public void userEventTriggered(ChannelHandlerContext context, Object event) {
			if (event instanceof WebSocketServerProtocolHandler.HandshakeComplete) {
				RECEIVERS.add(context.channel());
			}
		}

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			RECEIVERS.write(message, (channel) -> true, true);
		}

		@Override
		public void channelReadComplete(ChannelHandlerContext context) {
			RECEIVERS.flush();
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable error) {
			context.close();
		}

	}

}
