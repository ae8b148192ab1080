// SPDX-License-Identifier: Apache-2.0
package com.example.webflux;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A client that sends what it is told, right or wrong, byte for byte.
 */
final class HttpSocket {

	private HttpSocket() {
	}

	static Response exchange(int port, String method, String path, String... headers) {
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

	static Response exchange(int port, byte[] request) {
		try (Socket socket = new Socket("127.0.0.1", port)) {
			socket.setSoTimeout(30_000);
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
	 */
	static Socket send(int port, String path, String... headers) {
		try {
			Socket socket = new Socket("127.0.0.1", port);
			socket.setSoTimeout(30_000);
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

	record Response(int status, List<String> headers, String body) {

		String header(String name) {
			String prefix = name.toLowerCase(Locale.ROOT) + ":";
			return this.headers.stream()
				.filter((header) -> header.toLowerCase(Locale.ROOT).startsWith(prefix))
				.map((header) -> header.substring(prefix.length()).trim())
				.findFirst()
				.orElse(null);
		}

	}

}
