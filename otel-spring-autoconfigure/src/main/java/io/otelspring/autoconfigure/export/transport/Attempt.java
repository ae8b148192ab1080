// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.AsyncTimeout;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to send a batch. The time counts from the beginning, and includes what the
 * headers take; when it is over there is an answer, whatever hangs.
 */
final class Attempt extends AsyncTimeout implements Runnable {

	private final OkHttpTransport transport;

	private final byte[] body;

	private final Duration limit;

	private final CompletableFuture<Answer> answer = new CompletableFuture<>();

	private volatile @Nullable Call call;

	private @Nullable OkHttpClient client;

	private volatile boolean late;

	private Map<String, String> headers = Map.of();

	Attempt(OkHttpTransport transport, byte[] body, Duration limit) {
		this.transport = transport;
		this.body = body;
		this.limit = limit;
	}

	CompletableFuture<Answer> start(ExecutorService threads) {
		this.answer.whenComplete((result, failure) -> {
			if (failure instanceof CancellationException) {
				abort();
			}
		});
		timeout(Math.max(1, this.limit.toNanos()), TimeUnit.NANOSECONDS);
		enter();
		try {
			threads.execute(this);
		}
		catch (RejectedExecutionException ex) {
			exit();
			this.transport.ended(this);
			this.answer.complete(threads.isShutdown() ? Answers.closed()
					: Answers.retryable("too many earlier attempts have not ended yet"));
		}
		return this.answer;
	}

	@Override
	public void run() {
		Answer outcome;
		try {
			outcome = exchange();
		}
		catch (Throwable ex) {
			// What was cut off for being late says nothing but that it was
			outcome = this.late ? Answers.noAnswer(this.limit) : Answers.retryable(reason(ex));
		}
		finally {
			exit();
			this.transport.ended(this);
			if (this.late && this.client != null) {
				// Let no connection live on that may be dead
				this.client.connectionPool().evictAll();
			}
		}
		this.answer.complete(outcome);
	}

	private String reason(Throwable failure) {
		return Answers.reason(failure, this.headers, this.transport.dialect().trust());
	}

	private Answer exchange() throws IOException {
		if (this.answer.isDone()) {
			return Answers.closed();
		}
		this.headers = RequestHeaders.check(this.transport.headers());
		Request request = this.transport.dialect().request(this.body, this.headers, this.limit);
		for (int redirects = 0;; redirects++) {
			OkHttpClient client = this.transport.client(request.url());
			this.client = client;
			try (Response response = call(client, request)) {
				HttpUrl target = (redirects < Redirects.MOST) ? Redirects.target(response) : null;
				if (target == null) {
					return this.transport.dialect().read(response, this.headers);
				}
				request = request.newBuilder().url(target).build();
			}
		}
	}

	private Response call(OkHttpClient client, Request request) throws IOException {
		ConnectionUse use = new ConnectionUse();
		try {
			return callOnce(client, request.newBuilder().tag(ConnectionUse.class, use).build());
		}
		catch (IOException ex) {
			boolean stale = use.isStale(ex);
			if (this.answer.isDone() || !(stale || isUntouched(ex))) {
				throw ex;
			}
			if (stale) {
				// The others in the pool may have gone the same way
				client.connectionPool().evictAll();
			}
			return callOnce(client, request);
		}
	}

	private Response callOnce(OkHttpClient client, Request request) throws IOException {
		Call call = client.newCall(request);
		this.call = call;
		if (this.answer.isDone()) {
			call.cancel();
		}
		long sent = System.currentTimeMillis();
		Response response = call.execute();
		this.transport.answered(response, sent);
		return response;
	}

	/**
	 * Whether a server is known not to have looked at a request, as when it is about to
	 * close the connection. That is no failed attempt yet.
	 * @param failure what was thrown
	 * @return whether to send it again at once, on another connection
	 */
	private static boolean isUntouched(IOException failure) {
		return "stream was reset: REFUSED_STREAM".equals(failure.getMessage());
	}

	@Override
	protected void timedOut() {
		this.late = true;
		// Never a caller's work on the thread that watches over all timeouts
		Answer late = Answers.noAnswer(this.limit);
		try {
			this.transport.threads().execute(() -> this.answer.complete(late));
		}
		catch (RejectedExecutionException ex) {
			this.answer.complete(late);
		}
		abort();
	}

	/**
	 * End the attempt from outside.
	 */
	void close() {
		this.answer.complete(Answers.closed());
		abort();
	}

	private void abort() {
		Call call = this.call;
		if (call != null) {
			call.cancel();
		}
	}

}
