// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Headers and URLs that went through noise, the same for the same seed. Their number is
 * the system property {@code fuzz.inputs}, and a fraction of it where that is not set.
 */
public final class FuzzedInputs {

	private static final int FRACTION = 20_000;

	private static final String ALPHABET = "0123456789abcdefgzAZ-_*/@=,,==;;:: \t\0.%\"'~[]\u007f\u0080\u00e4\u4e2d\ud83d\ud83d\ude00\uffff";

	private static final String IDS = "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331";

	private static final String[][] HEADERS = { { "traceparent", "00-" + IDS + "-01", "cc-" + IDS + "-02-later" },
			{ "tracestate", "a=1,b@c=2", " rojo=00f067aa0ba902b7 , ,congo=t61rcWkgMzE", "k=" + "v".repeat(300) },
			{ "baggage", "user=joe;p=1;q,x=%20y", "a=1,b=2;c", "k=" + "%41".repeat(200) },
			{ "Forwarded", "for=192.0.2.60;proto=http;by=203.0.113.43;host=a.example:81",
					"for=\"[2001:db8::1]:4711\"" },
			{ "X-Forwarded-For", "192.0.2.60, 10.0.0.1", "[2001:db8::1]:47011" },
			{ "X-Forwarded-Host", "a.example:8443", "[::1]" }, { "X-Forwarded-Port", "8443", "99999999999" },
			{ "X-Forwarded-Proto", "https", "wss" }, { "X-Forwarded-Prefix", "/a/b", "/a//,/c" },
			{ "X-Forwarded-Ssl", "on" }, { "User-Agent", "test/1.0 (a; b)" }, { "Host", "localhost:8080", "[::1]:1" },
			{ "x-captured", "a, b" }, { "authorization", "Bearer planted" } };

	private static final String[] PATHS = { "/orders/42", "/orders/4%2F2;jsessionid=planted/x", "/a/../b//c;x=y/%zz" };

	private static final String[] QUERIES = { "sig=planted&a=b", "%73ig=planted&&=&a=%zz", "a=1&b=2&c=+%20" };

	private final Random random;

	private final List<String[]> headers = new ArrayList<>();

	private String path = "";

	private String query = "";

	/**
	 * Create the inputs.
	 * @param seed decides on all of them
	 */
	public FuzzedInputs(long seed) {
		this.random = new Random(seed);
	}

	/**
	 * Return how many inputs to try.
	 * @return the number of headers and URLs
	 */
	public static int count() {
		return Integer.getInteger("fuzz.inputs", FRACTION);
	}

	/**
	 * Make the next request.
	 * @return how many inputs it consists of
	 */
	public int next() {
		this.headers.clear();
		for (String[] header : HEADERS) {
			for (int times = this.random.nextInt(3); times > 0; times--) {
				String value = header[1 + this.random.nextInt(header.length - 1)];
				this.headers.add(new String[] { header[0], mutate(value, this.random.nextInt(4)) });
			}
		}
		this.path = "/" + mutate(PATHS[this.random.nextInt(PATHS.length)].substring(1), this.random.nextInt(3));
		this.query = mutate(QUERIES[this.random.nextInt(QUERIES.length)], this.random.nextInt(3));
		return this.headers.size() + 2;
	}

	/**
	 * Return the headers of the request.
	 * @return names and values
	 */
	public List<String[]> headers() {
		return this.headers;
	}

	/**
	 * Return the path of the request.
	 * @return the path, which begins with a slash
	 */
	public String path() {
		return this.path;
	}

	/**
	 * Return the query of the request.
	 * @return the query
	 */
	public String query() {
		return this.query;
	}

	private String mutate(String text, int mutations) {
		StringBuilder mutated = new StringBuilder(text);
		for (int i = 0; i < mutations; i++) {
			int at = this.random.nextInt(mutated.length() + 1);
			char c = ALPHABET.charAt(this.random.nextInt(ALPHABET.length()));
			switch (this.random.nextInt(6)) {
				case 0 -> mutated.insert(at, c);
				case 1 -> mutated.delete(at, Math.min(at + 1 + this.random.nextInt(5), mutated.length()));
				case 2 -> mutated.replace(at, Math.min(at + 1, mutated.length()), String.valueOf(c));
				case 3 -> mutated.append(mutated.substring(at));
				case 4 -> mutated.insert(at, String.valueOf(c).repeat(this.random.nextInt(40)));
				default -> mutated.setLength(at);
			}
		}
		return mutated.toString();
	}

}
