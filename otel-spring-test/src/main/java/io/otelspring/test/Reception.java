// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;
import java.util.function.IntFunction;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is answered to a request, and stores what is accepted before it is
 * answered: a sender that has the answer finds its telemetry in the views.
 */
final class Reception {

	private final ReceivedTelemetry telemetry;

	private final Queue<Reply> next = new ArrayDeque<>();

	private final Account account = new Account();

	private volatile IntFunction<@Nullable Runnable> loss = (peerPort) -> null;

	private Function<ReceivedRequest, Reply> standing = (request) -> Reply.accepted();

	Reception(ReceivedTelemetry telemetry) {
		this.telemetry = telemetry;
	}

	synchronized void respondBy(Function<ReceivedRequest, Reply> standing) {
		this.standing = standing;
	}

	synchronized void respondNext(List<Reply> replies) {
		this.next.addAll(replies);
	}

	synchronized void reset() {
		this.next.clear();
		this.standing = (request) -> Reply.accepted();
		this.account.clear();
	}

	/**
	 * Lets answers be lost.
	 * @param loss tells by the port from which a request came what breaks its connection,
	 * or {@code null} if the answer is not to be lost
	 */
	void loseAnswers(IntFunction<@Nullable Runnable> loss) {
		this.loss = loss;
	}

	Account account() {
		return this.account;
	}

	/**
	 * Takes a request of a known signal.
	 * @param signal the signal
	 * @param incoming the request
	 * @return what became of it
	 * @throws InterruptedException if the collector stops listening before it answers
	 */
	Receipt receive(Signal signal, IncomingRequest incoming) throws InterruptedException {
		Payload payload;
		try {
			payload = Payload.parse(signal, incoming.body());
		}
		catch (InvalidProtocolBufferException ex) {
			this.telemetry.add(incoming.toRequest(signal, 0));
			return new Receipt(signal, 0, Reply.refused(400, Status.Code.INVALID_ARGUMENT), false);
		}
		ReceivedRequest request = incoming.toRequest(signal, payload.items());
		Reply reply = choose(request);
		this.telemetry.add(request);
		if (reply.hanging()) {
			Thread.sleep(Long.MAX_VALUE);
		}
		Thread.sleep(reply.delay().toMillis());
		if (!reply.accepts(request.protocol())) {
			return new Receipt(signal, 0, reply, false);
		}
		this.telemetry.add(payload);
		this.account.take(signal, payload.items(), reply.rejected());
		Runnable loss = this.loss.apply(incoming.peerPort());
		Receipt receipt = new Receipt(signal, payload.items(), reply, loss != null);
		if (loss != null) {
			answerLost(receipt);
			loss.run();
		}
		return receipt;
	}

	/**
	 * Takes note that a sender does not get to know what became of its request.
	 * @param receipt what became of it
	 */
	void answerLost(Receipt receipt) {
		this.account.answerLost(receipt.signal(), receipt.items());
	}

	/**
	 * Takes a request that is not OTLP as it is spoken here.
	 * @param incoming the request
	 */
	void receiveStray(IncomingRequest incoming) {
		this.telemetry.add(incoming.toRequest(null, 0));
	}

	private synchronized Reply choose(ReceivedRequest request) {
		Reply reply = this.next.poll();
		return (reply != null) ? reply : this.standing.apply(request);
	}

}
