// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;

/**
 * Decides what is answered to a request, and stores what is accepted before it is
 * answered: a sender that has the answer finds its telemetry in the views.
 */
final class Reception {

	private final ReceivedTelemetry telemetry;

	private final Queue<Reply> next = new ArrayDeque<>();

	private final Account account = new Account();

	private volatile WayBack wayBack = (receipt, peerPort, wireSize) -> {
	};

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

	void answerBy(WayBack wayBack) {
		this.wayBack = wayBack;
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
			payload = incoming.isZipkin() ? Payload.parseZipkin(incoming.body())
					: Payload.parse(signal, incoming.body());
		}
		catch (InvalidProtocolBufferException | IllegalArgumentException ex) {
			this.telemetry.add(incoming.toRequest(signal, 0));
			return new Receipt(signal, 0, Reply.refused(400, Status.Code.INVALID_ARGUMENT));
		}
		ReceivedRequest request = incoming.toRequest(signal, payload.items());
		Reply reply = choose(request);
		this.telemetry.add(request);
		if (reply.hanging()) {
			Thread.sleep(Long.MAX_VALUE);
		}
		Thread.sleep(reply.delay().toMillis());
		if (!reply.accepts(request.protocol())) {
			return new Receipt(signal, 0, reply);
		}
		this.telemetry.add(payload);
		this.account.take(signal, payload.items(), reply.rejected());
		Receipt receipt = new Receipt(signal, payload.items(), reply);
		this.wayBack.taken(receipt, incoming.peerPort(), incoming.wireSize());
		return receipt;
	}

	/**
	 * Takes note that a sender does not get to know what became of its request.
	 * @param receipt what became of it
	 */
	void answerLost(Receipt receipt) {
		if (receipt.lost().compareAndSet(false, true)) {
			this.account.answerLost(receipt.signal(), receipt.items());
		}
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

	/**
	 * Is told what was taken in before it is answered.
	 */
	@FunctionalInterface
	interface WayBack {

		/**
		 * A request was taken in.
		 * @param receipt what became of it
		 * @param peerPort the port from which it came
		 * @param wireSize the size of its body
		 */
		void taken(Receipt receipt, int peerPort, long wireSize);

	}

}
