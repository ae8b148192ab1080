// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * An OTLP collector on loopback, over HTTP and over gRPC, that keeps what it receives and
 * answers as a test wants it. At {@code /api/v2/spans} it takes spans as Zipkin does. For
 * JUnit, a field with {@code @AutoClose} is enough.
 */
public final class OtlpCollector implements AutoCloseable {

	private static final Duration DEFAULT_BOUND = Duration.ofMinutes(1);

	private final ReceivedTelemetry telemetry = new ReceivedTelemetry();

	private final Reception reception = new Reception(this.telemetry);

	private final Endpoint http;

	private final Endpoint grpc;

	private volatile Duration bound = DEFAULT_BOUND;

	private OtlpCollector(int httpPort, int grpcPort) {
		this.http = new Endpoint(httpPort, (address) -> new HttpReceiver(address, this.reception));
		try {
			this.grpc = new Endpoint(grpcPort, (address) -> new GrpcReceiver(address, this.reception));
		}
		catch (RuntimeException ex) {
			this.http.close();
			throw ex;
		}
	}

	/**
	 * Starts a collector on two free ports.
	 * @return the collector
	 */
	public static OtlpCollector start() {
		return start(0, 0);
	}

	/**
	 * Starts a collector on two given ports.
	 * @param httpPort the port for HTTP, 0 for a free one
	 * @param grpcPort the port for gRPC, 0 for a free one
	 * @return the collector
	 */
	public static OtlpCollector start(int httpPort, int grpcPort) {
		return new OtlpCollector(httpPort, grpcPort);
	}

	/**
	 * The value of {@code otel.exporter.otlp.endpoint} for HTTP.
	 * @return the endpoint without a path
	 */
	public String httpEndpoint() {
		return "http://127.0.0.1:" + httpPort();
	}

	/**
	 * The value of {@code otel.exporter.otlp.endpoint} for gRPC.
	 * @return the endpoint
	 */
	public String grpcEndpoint() {
		return "http://127.0.0.1:" + grpcPort();
	}

	/**
	 * The port for HTTP.
	 * @return the port
	 */
	public int httpPort() {
		return this.http.port();
	}

	/**
	 * The port for gRPC.
	 * @return the port
	 */
	public int grpcPort() {
		return this.grpc.port();
	}

	/**
	 * All requests, also those that were not accepted.
	 * @return the requests in the order in which they came
	 */
	public List<ReceivedRequest> requests() {
		return this.telemetry.requests();
	}

	/**
	 * The requests of one signal, also those that were not accepted.
	 * @param signal the signal
	 * @return the requests in the order in which they came
	 */
	public List<ReceivedRequest> requests(Signal signal) {
		return requests().stream().filter((request) -> request.signal() == signal).toList();
	}

	/**
	 * The spans of all accepted requests.
	 * @return the spans
	 */
	public List<ReceivedSpan> spans() {
		return this.telemetry.spans();
	}

	/**
	 * The metrics of all accepted requests: one that was sent twice is there twice.
	 * @return the metrics
	 */
	public List<ReceivedMetric> metrics() {
		return this.telemetry.metrics();
	}

	/**
	 * The log records of all accepted requests.
	 * @return the log records
	 */
	public List<ReceivedLog> logRecords() {
		return this.telemetry.logs();
	}

	/**
	 * Waits for a number of requests of one signal, accepted or not.
	 * @param signal the signal
	 * @param count the least number
	 * @return the requests
	 */
	public List<ReceivedRequest> awaitRequests(Signal signal, int count) {
		return await(count + " requests of " + signal, () -> atLeast(count, requests(signal)));
	}

	/**
	 * Waits for a number of spans.
	 * @param count the least number
	 * @return the spans
	 */
	public List<ReceivedSpan> awaitSpans(int count) {
		return await(count + " spans", () -> atLeast(count, spans()));
	}

	/**
	 * Waits for a span.
	 * @param name its name
	 * @return the first such span
	 */
	public ReceivedSpan awaitSpan(String name) {
		return await("a span \"" + name + "\"", () -> first(spans(), (span) -> span.name().equals(name)));
	}

	/**
	 * Waits for a span.
	 * @param predicate what it must be like
	 * @return the first such span
	 */
	public ReceivedSpan awaitSpan(Predicate<ReceivedSpan> predicate) {
		return await("a span of the wanted kind", () -> first(spans(), predicate));
	}

	/**
	 * Waits for a span below another.
	 * @param parent the other span
	 * @return the first direct child that was received
	 */
	public ReceivedSpan awaitChild(ReceivedSpan parent) {
		return await("a child of " + parent.name(), () -> first(spans(), (span) -> span.isChildOf(parent)));
	}

	/**
	 * Waits for a span below another.
	 * @param parent the other span
	 * @param name the name of a direct child
	 * @param further the names of its child, of that one's child and so on
	 * @return the first span that was received of the last name
	 */
	public ReceivedSpan awaitChild(ReceivedSpan parent, String name, String... further) {
		ReceivedSpan child = await("a child \"" + name + "\" of " + parent.name(),
				() -> first(spans(), (span) -> span.isChildOf(parent) && span.name().equals(name)));
		return (further.length != 0) ? awaitChild(child, further[0], Arrays.copyOfRange(further, 1, further.length))
				: child;
	}

	/**
	 * The spans below another, as far as they have been received.
	 * @param parent the other span
	 * @return its direct children
	 */
	public List<ReceivedSpan> children(ReceivedSpan parent) {
		return spans().stream().filter((span) -> span.isChildOf(parent)).toList();
	}

	/**
	 * The spans of a trace, as far as they have been received.
	 * @param member one of them
	 * @return all of them, this one too
	 */
	public List<ReceivedSpan> trace(ReceivedSpan member) {
		return spans().stream().filter((span) -> span.traceId().equals(member.traceId())).toList();
	}

	/**
	 * Waits for a metric. A sender's last export may lack exemplars that an earlier one
	 * had.
	 * @param name its name
	 * @return the last such metric received
	 */
	public ReceivedMetric awaitMetric(String name) {
		return await("a metric \"" + name + "\"", () -> last(metrics(), (metric) -> metric.name().equals(name)));
	}

	/**
	 * Waits for a metric.
	 * @param predicate what it must be like
	 * @return the last such metric received
	 */
	public ReceivedMetric awaitMetric(Predicate<ReceivedMetric> predicate) {
		return await("a metric of the wanted kind", () -> last(metrics(), predicate));
	}

	/**
	 * Waits for a number of log records.
	 * @param count the least number
	 * @return the log records
	 */
	public List<ReceivedLog> awaitLogs(int count) {
		return await(count + " log records", () -> atLeast(count, logRecords()));
	}

	/**
	 * Waits for a log record.
	 * @param predicate what it must be like
	 * @return the first such log record
	 */
	public ReceivedLog awaitLog(Predicate<ReceivedLog> predicate) {
		return await("a log record of the wanted kind", () -> first(logRecords(), predicate));
	}

	/**
	 * Waits for anything.
	 * @param <T> the type of what is waited for
	 * @param what what is waited for, for the message
	 * @param search what finds it here; it is asked again after each arrival
	 * @return what it found
	 */
	public <T> T await(String what, Supplier<Optional<T>> search) {
		return this.telemetry.await(what, this.bound, search);
	}

	/**
	 * Changes how long the waiting methods wait before they fail.
	 * @param bound the time
	 */
	public void waitAtMost(Duration bound) {
		this.bound = bound;
	}

	/**
	 * Answers every request in this way from now on.
	 * @param reply the reply
	 */
	public void respondWith(Reply reply) {
		this.reception.respondBy((request) -> reply);
	}

	/**
	 * Lets a function answer every request from now on.
	 * @param replies the function
	 */
	public void respondBy(Function<ReceivedRequest, Reply> replies) {
		this.reception.respondBy(replies);
	}

	/**
	 * Answers the next requests in these ways, one each.
	 * @param replies the replies
	 */
	public void respondNext(Reply... replies) {
		this.reception.respondNext(List.of(replies));
	}

	void answerBy(Reception.WayBack wayBack) {
		this.reception.answerBy(wayBack);
	}

	void answerLost(Receipt receipt) {
		this.reception.answerLost(receipt);
	}

	Account account() {
		return this.reception.account();
	}

	/**
	 * Breaks all connections and refuses new ones, while the ports stay reserved.
	 */
	public void stopListening() {
		this.http.stop();
		this.grpc.stop();
	}

	/**
	 * Listens again, on the same ports.
	 */
	public void resumeListening() {
		this.http.resume();
		this.grpc.resume();
	}

	/**
	 * Forgets what was received, and accepts everything again.
	 */
	public void reset() {
		this.reception.reset();
		this.telemetry.clear();
	}

	@Override
	public void close() {
		this.http.close();
		this.grpc.close();
	}

	private static <T> Optional<List<T>> atLeast(int count, List<T> items) {
		return (items.size() >= count) ? Optional.of(items) : Optional.empty();
	}

	private static <T> Optional<T> first(List<T> items, Predicate<T> predicate) {
		return items.stream().filter(predicate).findFirst();
	}

	private static <T> Optional<T> last(List<T> items, Predicate<T> predicate) {
		return items.stream().filter(predicate).reduce((earlier, later) -> later);
	}

}
