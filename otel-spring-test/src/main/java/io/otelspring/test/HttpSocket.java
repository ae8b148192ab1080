// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A client that sends what it is told, right or wrong, byte for byte.
 */
public final class HttpSocket {

	private HttpSocket() {
	}

	/**
	 * Send a request and read the response.
	 * @param port the port on loopback
	 * @param method the method
	 * @param path the path
	 * @param headers lines of headers, {@code Host} among them only if it shall differ
	 * @return the response
	 */
	public static Response exchange(int port, String method, String path, String... headers) {
		StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nConnection: close\r\n");
		boolean host = false;
		for (String header : headers) {
			request.append(header).append("\r\n");
			host |= header.toLowerCase(Locale.ROOT).startsWith("host:");
		}
		if (!host) {
			request.append("Host: localhost:").append(port).append("\r\n");
		}
		return exchange(port, request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
	}

	/**
	 * Send bytes and read the response.
	 * @param port the port on loopback
	 * @param request the bytes
	 * @return the response
	 */
	public static Response exchange(int port, byte[] request) {
		try (Socket socket = new Socket("127.0.0.1", port)) {
			socket.setSoTimeout(60_000);
			socket.getOutputStream().write(request);
			socket.getOutputStream().flush();
			return read(socket.getInputStream());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Send a request and leave the response to the caller, who may go away by closing the
	 * connection.
	 * @param port the port on loopback
	 * @param path the path to get
	 * @param headers lines of headers
	 * @return the connection, with nothing read from it
	 */
	public static Socket send(int port, String path, String... headers) {
		try {
			Socket socket = new Socket("127.0.0.1", port);
			socket.setSoTimeout(60_000);
			// A reset, rather than an orderly end.
			socket.setSoLinger(true, 0);
			String lines = String.join("", List.of(headers).stream().map((header) -> header + "\r\n").toList());
			socket.getOutputStream()
				.write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + lines + "\r\n")
					.getBytes(StandardCharsets.ISO_8859_1));
			socket.getOutputStream().flush();
			return socket;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Response read(InputStream stream) throws IOException {
		String text = new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1);
		int end = text.indexOf("\r\n\r\n");
		String head = (end != -1) ? text.substring(0, end) : text;
		List<String> lines = new ArrayList<>(List.of(head.split("\r\n")));
		String[] statusLine = lines.remove(0).split(" ");
		return new Response((statusLine.length > 1) ? Integer.parseInt(statusLine[1]) : 0, lines,
				(end != -1) ? text.substring(end + 4) : "");
	}

	/**
	 * A response.
	 *
	 * @param status its status, 0 if there is none
	 * @param headers its lines of headers
	 * @param body its body
	 */
	public record Response(int status, List<String> headers, String body) {

		/**
		 * Return a header's value.
		 * @param name the header, in any case
		 * @return the first value or {@code null} if there is none
		 */
		public @Nullable String header(String name) {
			String prefix = name.toLowerCase(Locale.ROOT) + ":";
			return this.headers.stream()
				.filter((header) -> header.toLowerCase(Locale.ROOT).startsWith(prefix))
				.map((header) -> header.substring(prefix.length()).trim())
				.findFirst()
				.orElse(null);
		}

	}

}
