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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.otelspring.autoconfigure.export.transport.Answer.Kind;
import io.otelspring.autoconfigure.export.transport.TransportSettings.Carrier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that closes a connection which the client took for one that it can use again,
 * at the moment at which the next batch comes.
 */
class StaleConnectionTests {

	private static final byte[] ACCEPTED = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"
		.getBytes(StandardCharsets.US_ASCII);

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

	@ParameterizedTest
	@EnumSource(value = Carrier.class, names = { "HTTP", "ZIPKIN" })
	void batchGoesByANewConnectionAtOnce(Carrier carrier) {
		CompletableFuture<Integer> connections = serve(carrier, 2);
		Transport transport = transport(carrier);
		assertThat(send(carrier, transport).kind()).isEqualTo(Kind.ACCEPTED);
		assertThat(send(carrier, transport).kind()).isEqualTo(Kind.ACCEPTED);
		assertThat(connections.join()).isEqualTo(2);
	}

	@ParameterizedTest
	@EnumSource(value = Carrier.class, names = { "HTTP", "ZIPKIN" })
	void batchIsNotSentAThirdTime(Carrier carrier) {
		CompletableFuture<Integer> connections = serve(carrier, 1);
		Transport transport = transport(carrier);
		assertThat(send(carrier, transport).kind()).isEqualTo(Kind.ACCEPTED);
		assertThat(send(carrier, transport).kind()).isEqualTo(Kind.RETRYABLE);
		assertThat(connections.join()).isEqualTo(2);
	}

	@ParameterizedTest
	@EnumSource(value = Carrier.class, names = { "HTTP", "ZIPKIN" })
	void connectionThatIsNewIsNotTriedAgain(Carrier carrier) {
		CompletableFuture<Integer> connections = serve(carrier, 0);
		assertThat(send(carrier, transport(carrier)).kind()).isEqualTo(Kind.RETRYABLE);
		assertThat(connections.join()).isOne();
	}

	/**
	 * Answer the first batch of a connection and close it when the next one comes. The
	 * connections after that are closed when the first batch comes.
	 * @param carrier what is spoken
	 * @param answering how many connections answer
	 * @return how many connections there were
	 */
	private CompletableFuture<Integer> serve(Carrier carrier, int answering) {
		return CompletableFuture.supplyAsync(() -> {
			int accepted = 0;
			try {
				boolean more = true;
				while (more) {
					try (Socket socket = this.server.accept()) {
						accepted++;
						more = accepted <= answering;
						if (more) {
							readRequest(carrier, socket.getInputStream());
							socket.getOutputStream().write((carrier == Carrier.ZIPKIN) ? ACCEPTED : OK);
							more = accepted < 2;
						}
						if (more || accepted > answering) {
							readRequest(carrier, socket.getInputStream());
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

	private static void readRequest(Carrier carrier, InputStream in) throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			int next = in.read();
			if (next < 0) {
				throw new IOException("The client closed the connection");
			}
			head.append((char) next);
		}
		in.readNBytes(TransportTests.batch(carrier, "a").length);
	}

	private Transport transport(Carrier carrier) {
		return this.transports.create(new TransportSettings(carrier,
				URI.create("http://localhost:" + this.server.getLocalPort() + "/v1/traces"), "", () -> Map.of(), false,
				TlsSource.DEFAULT, null));
	}

	private static Answer send(Carrier carrier, Transport transport) {
		return transport.send(TransportTests.batch(carrier, "a"), Duration.ofMinutes(1)).join();
	}

}
