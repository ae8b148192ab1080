// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

/**
 * A proxy on loopback that forwards requests and makes tunnels, if one may.
 */
final class TestProxy implements AutoCloseable {

	private final ServerSocket server;

	private final @Nullable String credentials;

	private final List<String> requests = new CopyOnWriteArrayList<>();

	/**
	 * Start a proxy.
	 * @param credentials what {@code Proxy-Authorization} must be, or {@code null}
	 */
	TestProxy(@Nullable String credentials) {
		this.credentials = credentials;
		try {
			this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		start(this::accept);
	}

	int port() {
		return this.server.getLocalPort();
	}

	/**
	 * Return what was asked for.
	 * @return the first lines of the requests that were let through
	 */
	List<String> requests() {
		return this.requests;
	}

	private void accept() {
		try {
			while (true) {
				Socket client = this.server.accept();
				start(() -> serve(client));
			}
		}
		catch (IOException ex) {
			// Closed
		}
	}

	private void serve(Socket client) {
		try (client) {
			InputStream in = client.getInputStream();
			OutputStream out = client.getOutputStream();
			String head = head(in);
			while (this.credentials != null && !isAllowed(head, this.credentials)) {
				skipBody(head, in);
				out.write(
						"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"test\"\r\nContent-Length: 0\r\n\r\n"
							.getBytes(StandardCharsets.US_ASCII));
				head = head(in);
			}
			String[] line = head.substring(0, head.indexOf("\r\n")).split(" ");
			this.requests.add(line[0] + " " + line[1]);
			boolean tunnel = line[0].equals("CONNECT");
			URI target = URI.create(tunnel ? "http://" + line[1] : line[1]);
			try (Socket behind = new Socket(target.getHost(), target.getPort())) {
				if (tunnel) {
					out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
				}
				else {
					behind.getOutputStream()
						.write((line[0] + " " + target.getPath() + head.substring(head.indexOf(" HTTP/1.1")))
							.getBytes(StandardCharsets.US_ASCII));
				}
				start(() -> copy(behind, client));
				copy(client, behind);
			}
		}
		catch (IOException ex) {
			// One of them is gone
		}
	}

	private static boolean isAllowed(String head, String credentials) {
		int at = head.toLowerCase(Locale.ROOT).indexOf("\r\nproxy-authorization: ");
		return at >= 0 && head.startsWith(credentials + "\r\n", at + 23);
	}

	private static void skipBody(String head, InputStream in) throws IOException {
		String lower = head.toLowerCase(Locale.ROOT);
		int at = lower.indexOf("\r\ncontent-length: ");
		if (at >= 0) {
			in.readNBytes(Integer.parseInt(lower.substring(at + 18, lower.indexOf("\r\n", at + 2))));
		}
	}

	private static String head(InputStream in) throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
			int octet = in.read();
			if (octet < 0) {
				throw new IOException("ended");
			}
			head.write(octet);
		}
		return head.toString(StandardCharsets.US_ASCII);
	}

	private static void copy(Socket from, Socket to) {
		try (from; to) {
			from.getInputStream().transferTo(to.getOutputStream());
		}
		catch (IOException ex) {
			// One of them is gone
		}
	}

	private static void start(Runnable task) {
		Thread thread = new Thread(task, "test-proxy");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() {
		try {
			this.server.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
