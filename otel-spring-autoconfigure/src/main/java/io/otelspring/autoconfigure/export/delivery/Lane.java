// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.opentelemetry.sdk.common.CompletableResultCode;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.export.DeliveryAccount;
import io.otelspring.autoconfigure.export.DeliveryAccount.Loss;
import io.otelspring.autoconfigure.export.transport.Answer;
import io.otelspring.autoconfigure.export.transport.Transport;

/**
 * One signal on its way to one destination: one batch at a time, in order. Used under its
 * courier's lock.
 */
final class Lane {

	private static final Log logger = LogFactory.getLog(Lane.class);

	// As long as the OpenTelemetry Collector tries
	private static final long PATIENCE = TimeUnit.MINUTES.toNanos(5);

	private Transport transport;

	private Duration timeout;

	private final DeliveryAccount account;

	private final Backlog backlog;

	private final List<Flush> flushes = new ArrayList<>();

	private @Nullable Attempt attempt;

	private long firstAttempt;

	private long lastAttempt;

	private boolean failing;

	private @Nullable Long doubtedSince;

	private boolean givenUp;

	private long notBefore = System.nanoTime();

	/**
	 * Create a lane.
	 * @param transport carries the batches
	 * @param timeout the longest wait for an answer
	 * @param account where items are counted
	 * @param backlog where batches wait
	 */
	Lane(Transport transport, Duration timeout, DeliveryAccount account, Backlog backlog) {
		this.transport = transport;
		this.timeout = timeout;
		this.account = account;
		this.backlog = backlog;
	}

	/**
	 * Use another transport from the next batch on.
	 * @param transport the transport
	 * @param timeout the longest wait for an answer
	 */
	void carry(Transport transport, Duration timeout) {
		this.transport = transport;
		this.timeout = timeout;
	}

	void add(Batch batch) {
		if (this.account.taken(batch.items())) {
			this.backlog.add(batch);
			if (this.failing) {
				this.backlog.save(false);
			}
		}
	}

	/**
	 * Return whether a batch can be sent now, as far as this lane is concerned.
	 * @param now the time
	 * @return whether there is one, none is on its way, and the server did not ask to be
	 * left alone
	 */
	boolean isReady(long now) {
		return this.attempt == null && now - this.notBefore >= 0 && !this.backlog.isEmpty();
	}

	/**
	 * Take the oldest batch for an attempt.
	 * @param now the time
	 * @param limit the longest wait for the answer
	 * @return the attempt or {@code null} if there is no batch after all
	 */
	@Nullable Attempt begin(long now, Duration limit) {
		Batch batch = this.backlog.take();
		if (batch == null) {
			return null;
		}
		if (!this.failing) {
			this.firstAttempt = now;
		}
		this.lastAttempt = now;
		this.attempt = new Attempt(this.transport, batch, (limit.compareTo(this.timeout) < 0) ? limit : this.timeout,
				now);
		return this.attempt;
	}

	/**
	 * Take note of the answer to what is on its way.
	 * @param answer the answer
	 * @param now the time
	 */
	void settle(Answer answer, long now) {
		Attempt ended = this.attempt;
		if (ended == null) {
			return;
		}
		this.attempt = null;
		this.notBefore = (answer.retryAfter() != null) ? now + answer.retryAfter().toNanos() : now;
		boolean hopeless = isHopeless(answer, now);
		if (answer.kind() == Answer.Kind.RETRYABLE || answer.kind() == Answer.Kind.DOUBTFUL) {
			this.failing = true;
			this.account.postponed(answer);
			if (hopeless) {
				giveUp(ended.batch(), answer);
			}
			else {
				this.backlog.takeBack();
			}
			this.backlog.save(false);
			return;
		}
		this.failing = false;
		this.backlog.done();
		if (answer.kind() == Answer.Kind.ACCEPTED) {
			this.givenUp = false;
			this.account.accepted(ended.batch().items(), answer, now - this.firstAttempt);
		}
		else {
			this.account.refused(ended.batch().items(), answer, now - this.firstAttempt);
		}
	}

	// One batch at which a server fails must not hold up the others for ever. Whether it
	// is the batch or the server shows with the next one: until something is accepted, no
	// other is given up, so that an outage costs one batch at most.
	private boolean isHopeless(Answer answer, long now) {
		Long since = this.doubtedSince;
		if (answer.kind() != Answer.Kind.DOUBTFUL) {
			this.doubtedSince = null;
			return false;
		}
		if (since == null) {
			this.doubtedSince = now;
			return false;
		}
		return !this.givenUp && now - since >= PATIENCE;
	}

	private void giveUp(Batch batch, Answer answer) {
		this.givenUp = true;
		this.doubtedSince = null;
		this.backlog.done();
		this.account.dropped(batch.items(), Loss.SERVER_ERROR);
		logger.warn(batch.items() + " items are given up and counted as dropped, so that others are not held up: for "
				+ TimeUnit.NANOSECONDS.toMinutes(PATIENCE) + " minutes " + answer.message());
	}

	/**
	 * Ask to be told when all that is here now was sent, or was tried in vain.
	 * @param now the time
	 * @return completed then
	 */
	CompletableResultCode flush(long now) {
		if (this.backlog.isEmpty()) {
			return CompletableResultCode.ofSuccess();
		}
		if (this.attempt == null && now - this.notBefore < 0) {
			return CompletableResultCode.ofFailure();
		}
		Flush flush = new Flush(this.backlog.size());
		this.flushes.add(flush);
		return flush.result();
	}

	/**
	 * Take note of a batch that was sent.
	 * @param later how those are told who need not wait any longer
	 */
	void countFlushes(Consumer<Runnable> later) {
		if (this.backlog.isEmpty()) {
			endFlushes(true, later);
		}
		this.flushes.removeIf((flush) -> {
			boolean last = flush.oneLess();
			if (last) {
				later.accept(() -> flush.end(true));
			}
			return last;
		});
	}

	/**
	 * Let nobody wait any longer.
	 * @param success whether all was sent
	 * @param later how those are told who wait
	 */
	void endFlushes(boolean success, Consumer<Runnable> later) {
		this.flushes.forEach((flush) -> later.accept(() -> flush.end(success)));
		this.flushes.clear();
	}

	/**
	 * Give up what waits, or leave it on disk for the next process.
	 */
	void end() {
		Attempt ended = this.attempt;
		if (ended != null) {
			this.attempt = null;
			ended.cancel();
		}
		this.backlog.end();
	}

	boolean isEmpty() {
		return this.backlog.isEmpty();
	}

	boolean isFlushing() {
		return !this.flushes.isEmpty();
	}

	boolean isFailing() {
		return this.failing;
	}

	@Nullable Attempt attempt() {
		return this.attempt;
	}

	long lastAttempt() {
		return this.lastAttempt;
	}

	long notBefore() {
		return this.notBefore;
	}

	void close() {
		this.transport.close();
	}

}
