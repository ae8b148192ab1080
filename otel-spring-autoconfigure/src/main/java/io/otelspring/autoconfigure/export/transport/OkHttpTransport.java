// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;

import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/**
 * Sends by OkHttp, in one of the two dialects.
 */
final class OkHttpTransport implements Transport {

	/**
	 * The largest batch that is sent, as the specification recommends.
	 */
	static final int MAX_REQUEST = 64 * 1024 * 1024;

	private final Dialect dialect;

	private final HeaderSource headers;

	private final Function<Boolean, OkHttpClient> clients;

	private final ExecutorService threads;

	private final ServerTime serverTime;

	private final Set<Attempt> attempts = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	/**
	 * Create the transport.
	 * @param dialect what a batch and its answer look like
	 * @param headers what is sent along
	 * @param clients returns the present client, with TLS or without. The one without
	 * knows no TLS at all, so that no certificates are read at the start
	 * @param threads what attempts run on
	 * @param serverTime is told the time of those who answer
	 */
	OkHttpTransport(Dialect dialect, HeaderSource headers, Function<Boolean, OkHttpClient> clients,
			ExecutorService threads, ServerTime serverTime) {
		this.dialect = dialect;
		this.headers = headers;
		this.clients = clients;
		this.threads = threads;
		this.serverTime = serverTime;
	}

	@Override
	public CompletableFuture<Answer> send(byte[] body, Duration timeout) {
		if (body.length > MAX_REQUEST) {
			return CompletableFuture.completedFuture(tooLarge(body));
		}
		if (this.closed) {
			return CompletableFuture.completedFuture(Answers.closed());
		}
		Attempt attempt = new Attempt(this, body, timeout);
		this.attempts.add(attempt);
		CompletableFuture<Answer> answer = attempt.start(this.threads);
		if (this.closed) {
			attempt.close();
		}
		return answer;
	}

	static Answer tooLarge(byte[] body) {
		return Answers.refused("the batch has " + body.length + " bytes, more than the " + MAX_REQUEST
				+ " that may be sent: make batches smaller");
	}

	Dialect dialect() {
		return this.dialect;
	}

	Map<String, String> headers() {
		return this.headers.headers();
	}

	OkHttpClient client(HttpUrl url) {
		return this.clients.apply(url.isHttps());
	}

	ExecutorService threads() {
		return this.threads;
	}

	void answered(Response response, long sent) {
		String date = response.header("Date");
		if (date != null) {
			this.serverTime.answered(response.request().url().host(), date, sent);
		}
	}

	void ended(Attempt attempt) {
		this.attempts.remove(attempt);
	}

	@Override
	public void close() {
		this.closed = true;
		this.attempts.forEach(Attempt::close);
	}

}
