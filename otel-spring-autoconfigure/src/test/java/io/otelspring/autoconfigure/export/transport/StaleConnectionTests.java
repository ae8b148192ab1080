// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.otelspring.autoconfigure.export.transport.Answer.Kind;
import io.otelspring.autoconfigure.export.transport.TransportSettings.Carrier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that closes a connection which the client took for one that it can use again,
 * at the moment at which the next batch comes.
 */
class StaleConnectionTests {

	private static final byte[] OK = "HTTP/1.1 200 OK\r\nContent-Type: application/x-protobuf\r\nContent-Length: 0\r\n\r\n"
		.getBytes(StandardCharsets.US_ASCII);

	private final Transports transports = new Transports(new ServerTime(), new TransportBeans(null));

	private ServerSocket server;

	@BeforeEach
	void listen() throws IOException {
		this.server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
	}

	@AfterEach
	void stop() throws IOException {
		this.transports.close();
		this.server.close();
	}

	@Test
	void batchGoesByANewConnectionAtOnce() {
		CompletableFuture<Integer> connections = serve(2);
		Transport transport = transport();
		assertThat(send(transport).kind()).isEqualTo(Kind.ACCEPTED);
		assertThat(send(transport).kind()).isEqualTo(Kind.ACCEPTED);
		assertThat(connections.join()).isEqualTo(2);
	}

	@Test
	void batchIsNotSentAThirdTime() {
		CompletableFuture<Integer> connections = serve(1);
		Transport transport = transport();
		assertThat(send(transport).kind()).isEqualTo(Kind.ACCEPTED);
		assertThat(send(transport).kind()).isEqualTo(Kind.RETRYABLE);
		assertThat(connections.join()).isEqualTo(2);
	}

	@Test
	void connectionThatIsNewIsNotTriedAgain() {
		CompletableFuture<Integer> connections = serve(0);
		assertThat(send(transport()).kind()).isEqualTo(Kind.RETRYABLE);
		assertThat(connections.join()).isOne();
	}

	/**
	 * Answer the first batch of a connection and close it when the next one comes. The
	 * connections after that are closed when the first batch comes.
	 * @param answering how many connections answer
	 * @return how many connections there were
	 */
	private CompletableFuture<Integer> serve(int answering) {
		return CompletableFuture.supplyAsync(() -> {
			int accepted = 0;
			try {
				boolean more = true;
				while (more) {
					try (Socket socket = this.server.accept()) {
						accepted++;
						more = accepted <= answering;
						if (more) {
							readRequest(socket.getInputStream());
							socket.getOutputStream().write(OK);
							more = accepted < 2;
						}
						if (more || accepted > answering) {
							readRequest(socket.getInputStream());
						}
					}
				}
			}
			catch (IOException ex) {
				return -1;
			}
			return accepted;
		});
	}

	private static void readRequest(InputStream in) throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			int next = in.read();
			if (next < 0) {
				throw new IOException("The client closed the connection");
			}
			head.append((char) next);
		}
		in.readNBytes(TransportTests.batch("a").length);
	}

	private Transport transport() {
		return this.transports.create(new TransportSettings(Carrier.HTTP,
				URI.create("http://localhost:" + this.server.getLocalPort() + "/v1/traces"), "", () -> Map.of(), false,
				TlsSource.DEFAULT, null));
	}

	private static Answer send(Transport transport) {
		return transport.send(TransportTests.batch("a"), Duration.ofSeconds(10)).join();
	}

}
