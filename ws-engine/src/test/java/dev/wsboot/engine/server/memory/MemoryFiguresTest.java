/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.memory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;

import dev.wsboot.engine.compression.ContextBudget;
import dev.wsboot.engine.compression.TestData;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.Certificates;
import dev.wsboot.engine.server.fixture.DeflatePeer;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.ServerProcess;
import dev.wsboot.engine.server.fixture.Usage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the memory budget says that sessions hold is what the heap grows by, in each way
 * to hold memory.
 */
@Timeout(900)
@Tag("long")
class MemoryFiguresTest {

	/** The least that is held, so that what else changes in the heap does not matter. */
	private static final long ENOUGH = 7 * 1024 * 1024;

	private final List<AutoCloseable> peers = new ArrayList<>();

	private ServerProcess server;

	private Peer control;

	@ParameterizedTest
	@EnumSource
	void theHeapGrowsByWhatIsCounted(Way way) throws Exception {
		try (ServerProcess started = ServerProcess.start(HoldingServer.class, "-Xmx512m",
				"-Dws.test.tls=" + way.isTls(), "-Dws.compression.enabled=" + (way == Way.HALF_COMPRESSED_MESSAGES))) {
			this.server = started;
			this.control = way.isTls() ? Peer.connectTls(started.port, Certificates.trustAll())
					: Peer.connect(started.port);
			this.control.shakesHands(Peer.REQUEST.replace("GET /", "GET /control"));
			way.prepare(this);
			Usage before = this.server.usage();
			way.hold(this);
			awaitCounted(way, before);
		}
		finally {
			for (AutoCloseable peer : this.peers) {
				peer.close();
			}
			this.control.close();
		}
	}

	/** Waits until enough is held, and counted with an error of no more than a tenth. */
	private void awaitCounted(Way way, Usage before) throws Exception {
		Usage[] last = { before };
		try {
			Await.until("memory held in " + way + " is counted", () -> {
				Usage now = this.server.usage();
				boolean settled = now.buffered() == last[0].buffered();
				last[0] = now;
				long grown = grown(before, now);
				return settled && grown >= ENOUGH && Math.abs(counted(before, now) - grown) <= grown / 10;
			});
		}
		finally {
			System.out.printf("%s: %d bytes counted, the heap has grown by %d%n", way, counted(before, last[0]),
					grown(before, last[0]));
		}
	}

	private static long grown(Usage before, Usage after) {
		return after.heap() - before.heap();
	}

	private static long counted(Usage before, Usage after) {
		return held(after) - held(before);
	}

	/** Returns the counted bytes on the heap, without those of inflaters. */
	private static long held(Usage usage) {
		return usage.buffered() - usage.zips() * ContextBudget.INFLATER;
	}

	private void tell(String command) throws IOException {
		assertThat(this.control.sendsText(command).receivesText()).isEqualTo("done");
	}

	private List<Peer> open(int count, String path) throws IOException {
		List<Peer> opened = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			Peer peer = Peer.connect(this.server.port);
			this.peers.add(peer);
			opened.add(peer.shakesHands(Peer.REQUEST.replace("GET /", "GET " + path)));
		}
		return opened;
	}

	/** Opens sessions whose sockets are full. */
	private List<Peer> openFull(int count) throws IOException {
		List<Peer> opened = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			Peer peer = Peer.connectNarrow(this.server.port);
			this.peers.add(peer);
			opened.add(peer.shakesHands(Peer.REQUEST.replace("GET /", "GET /held")));
		}
		tell("fill 0 16384");
		return opened;
	}

	/** The ways to hold memory. */
	enum Way {

		HALF_MESSAGES {
			@Override
			void hold(MemoryFiguresTest test) throws Exception {
				for (Peer peer : this.opened) {
					peer.sends(Peer.frame(false, Opcode.BINARY, new byte[6000]));
				}
			}
		},
		SMALL_HALF_MESSAGES {
			@Override
			void prepare(MemoryFiguresTest test) throws Exception {
				this.opened = test.open(8000, "/held");
			}

			@Override
			void hold(MemoryFiguresTest test) throws Exception {
				for (Peer peer : this.opened) {
					peer.sends(Peer.frame(false, Opcode.BINARY, new byte[900]));
				}
			}
		},
		HALF_COMPRESSED_MESSAGES {
			@Override
			void prepare(MemoryFiguresTest test) throws Exception {
				this.opened = new ArrayList<>();
				for (int i = 0; i < 1000; i++) {
					Peer peer = Peer.openOffering(test.server.port, "permessage-deflate");
					test.peers.add(peer);
					this.opened.add(peer);
				}
			}

			@Override
			void hold(MemoryFiguresTest test) throws Exception {
				byte[] half = deflatedHalf(12_000);
				for (Peer peer : this.opened) {
					peer.sends(half);
				}
			}
		},
		HALF_MESSAGES_OVER_TLS {
			@Override
			void prepare(MemoryFiguresTest test) throws Exception {
				this.opened = new ArrayList<>();
				for (int i = 0; i < 300; i++) {
					Peer peer = Peer.openTls(test.server.port, Certificates.trustAll());
					test.peers.add(peer);
					this.opened.add(peer);
				}
			}

			@Override
			void hold(MemoryFiguresTest test) throws Exception {
				for (Peer peer : this.opened) {
					peer.sends(Peer.frame(false, Opcode.BINARY, new byte[40_000]));
				}
			}
		},
		SMALL_REPLIES {
			@Override
			void prepare(MemoryFiguresTest test) throws Exception {
				this.opened = test.openFull(20);
			}

			@Override
			void hold(MemoryFiguresTest test) throws Exception {
				for (Peer peer : this.opened) {
					peer.sendsText("10000");
				}
			}
		},
		LARGE_REPLIES {
			@Override
			void prepare(MemoryFiguresTest test) throws Exception {
				this.opened = test.openFull(20);
			}

			@Override
			void hold(MemoryFiguresTest test) throws Exception {
				test.tell("send 50 20000");
			}
		},
		REPLIES_OVER_TLS {
			@Override
			void prepare(MemoryFiguresTest test) throws Exception {
				this.opened = new ArrayList<>();
				for (int i = 0; i < 40; i++) {
					Peer peer = Peer.connectTls(test.server.port, Certificates.trustAll());
					test.peers.add(peer);
					this.opened.add(peer.shakesHands(Peer.REQUEST.replace("GET /", "GET /held")));
				}
			}

			@Override
			void hold(MemoryFiguresTest test) throws Exception {
				test.tell("fill 0 16384");
			}
		},
		SMALL_BROADCASTS {
			@Override
			void prepare(MemoryFiguresTest test) throws Exception {
				this.opened = test.openFull(40);
			}

			@Override
			void hold(MemoryFiguresTest test) throws Exception {
				test.tell("broadcast 8000 1");
			}
		},
		LARGE_BROADCASTS {
			@Override
			void prepare(MemoryFiguresTest test) throws Exception {
				this.opened = test.openFull(10);
			}

			@Override
			void hold(MemoryFiguresTest test) throws Exception {
				test.tell("broadcast 200 50000");
			}
		},
		MAILBOXES {
			@Override
			void prepare(MemoryFiguresTest test) throws Exception {
				super.prepare(test);
				for (Peer peer : this.opened) {
					assertThat(peer.sendsText("hold").receivesText()).isEqualTo("held");
				}
			}

			@Override
			void hold(MemoryFiguresTest test) throws Exception {
				byte[][] messages = new byte[62][];
				Arrays.fill(messages, Peer.text("x"));
				byte[] all = Peer.concat(messages);
				for (Peer peer : this.opened) {
					peer.sends(all);
				}
			}
		},
		PAUSED {
			@Override
			void prepare(MemoryFiguresTest test) throws Exception {
				this.opened = test.open(500, "/held");
				byte[][] messages = new byte[65][];
				Arrays.fill(messages, Peer.text("x"));
				for (Peer peer : this.opened) {
					assertThat(peer.sendsText("hold").receivesText()).isEqualTo("held");
				}
			}

			@Override
			void hold(MemoryFiguresTest test) throws Exception {
				// as one read
				byte[][] messages = new byte[5000][];
				Arrays.fill(messages, Peer.text("x"));
				byte[] all = Peer.concat(messages);
				for (Peer peer : this.opened) {
					peer.sends(all);
				}
			}
		},
		STREAMS {
			@Override
			void prepare(MemoryFiguresTest test) throws Exception {
				this.opened = test.open(500, "/held-stream");
			}

			@Override
			void hold(MemoryFiguresTest test) throws Exception {
				for (Peer peer : this.opened) {
					peer.sends(Peer.frame(false, Opcode.BINARY, new byte[30_000]));
				}
			}
		},
		FULL_STREAMS {
			@Override
			void prepare(MemoryFiguresTest test) throws Exception {
				this.opened = test.open(150, "/stream");
			}

			@Override
			void hold(MemoryFiguresTest test) throws Exception {
				for (Peer peer : this.opened) {
					peer.sends(Peer.frame(false, Opcode.BINARY, new byte[100_000]));
				}
			}
		};

		List<Peer> opened;

		boolean isTls() {
			return name().endsWith("_TLS");
		}

		void prepare(MemoryFiguresTest test) throws Exception {
			this.opened = test.open(3000, "/held");
		}

		abstract void hold(MemoryFiguresTest test) throws Exception;

	}

	/** Random bytes, deflated, as the first fragment of a message. */
	private static byte[] deflatedHalf(int size) {
		Deflater deflater = new Deflater(6, true);
		deflater.setInput(TestData.RECORDS.bytes(size, 1));
		byte[] deflated = new byte[size];
		int length = deflater.deflate(deflated, 0, deflated.length, Deflater.SYNC_FLUSH);
		deflater.end();
		return DeflatePeer.frame(false, Opcode.TEXT, Arrays.copyOf(deflated, length));
	}

}
