// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadableSpan;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.Finding.Severity;
import io.otelspring.autoconfigure.FindingSource;
import io.otelspring.autoconfigure.export.SpanWatch;

/**
 * Finds executors that lose the context: a trace that begins on a thread of a pool which
 * nobody has named, while a request is being served. What runs there is looked at once
 * for each thread, since that is dear.
 */
class LostContexts implements SpanWatch, FindingSource {

	private static final Pattern NUMBER = Pattern.compile("-(?:thread|worker)-\\d+$");

	private static final String FUTURE = "java.util.concurrent.CompletableFuture";

	private static final String COMMON = "CompletableFuture's own executor";

	private static final String FORK_JOIN = "ForkJoinPool";

	/** CompletableFuture has no pool where there are one or two processors. */
	private static final String OWN_THREAD = "Thread-";

	private static final int MAX_THREADS = 200;

	private static final int MAX_POOLS = 20;

	private static final int MAX_FRAMES = 1024;

	private final LongAdder requests = new LongAdder();

	private final Set<String> examined = ConcurrentHashMap.newKeySet();

	private final Map<String, Finding> pools = new ConcurrentHashMap<>();

	@Override
	public boolean isLogged() {
		return true;
	}

	@Override
	public void ended(ReadableSpan span) {
		if (isRequest(span)) {
			this.requests.decrement();
		}
	}

	@Override
	public void started(ReadableSpan span) {
		if (isRequest(span)) {
			this.requests.increment();
		}
		else if (!span.getParentSpanContext().isValid()) {
			String thread = Thread.currentThread().getName();
			if (isUnnamedPool(thread) && !this.examined.contains(thread) && this.examined.size() < MAX_THREADS
					&& this.requests.sum() > 0) {
				examine(thread, span);
			}
		}
	}

	private static boolean isRequest(ReadableSpan span) {
		return span.getKind() == SpanKind.SERVER || span.getKind() == SpanKind.CONSUMER;
	}

	private static boolean isUnnamedPool(String thread) {
		return thread.startsWith("pool-") || thread.startsWith(FORK_JOIN) || thread.startsWith(OWN_THREAD);
	}

	private void examine(String thread, ReadableSpan span) {
		this.examined.add(thread);
		if (Span.fromContextOrNull(Context.current()) != null || !span.toSpanData().getLinks().isEmpty()) {
			// A root on purpose
			return;
		}
		Set<String> classes = StackWalker.getInstance()
			.walk((frames) -> frames.limit(MAX_FRAMES)
				.map(StackWalker.StackFrame::getClassName)
				.collect(Collectors.toSet()));
		boolean future = classes.stream().anyMatch((name) -> name.startsWith(FUTURE));
		boolean foreign = thread.startsWith(OWN_THREAD) && !future;
		String pool = future ? COMMON : NUMBER.matcher(thread).replaceFirst("");
		if (!foreign && classes.stream().noneMatch(LostContexts::isCarrier) && this.pools.size() < MAX_POOLS) {
			Finding finding = finding(pool, span.getName());
			if (this.pools.putIfAbsent(pool, finding) == null) {
				FindingReporter.log(finding);
			}
		}
	}

	/**
	 * Return whether a class carries contexts itself, or runs tasks that have none, at
	 * their times.
	 */
	private static boolean isCarrier(String className) {
		return className.startsWith("io.otelspring.autoconfigure.context.")
				|| className.startsWith("io.opentelemetry.context.") || className.startsWith("io.micrometer.context.")
				|| className.startsWith("org.springframework.scheduling.")
				|| className.equals("java.util.concurrent.ScheduledThreadPoolExecutor$ScheduledFutureTask");
	}

	@Override
	public List<Finding> findings() {
		return new ArrayList<>(this.pools.values());
	}

	private static Finding finding(String pool, String span) {
		return new Finding(Severity.WARNING,
				"A trace began with span '" + span + "' on a thread of " + pool
						+ " while a request was being served: the executor seems to lose the context",
				"What is done there is not part of the request's trace",
				(pool.equals(COMMON) || pool.startsWith(FORK_JOIN))
						? "Hand the task to an executor that is a bean, as the second argument of CompletableFuture's "
								+ "methods, or wrap it with Context.current().wrap(task)"
						: "Make the executor a bean, or wrap it with Context.taskWrapping(executor); where the work "
								+ "belongs to no request nothing is wrong");
	}

}
