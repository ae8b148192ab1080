// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps the traces that applications print to the console, for pages to show. They print
 * where {@link #ARGUMENT} is on their command line and they start while this is open.
 */
public final class PrintedTraces implements AutoCloseable {

	/**
	 * Lets an application print its traces and send them to a collector.
	 */
	public static final String ARGUMENT = "--otel.traces.exporter=otlp,console";

	private static final String SPAN = "SPAN ";

	private static final int TIME = 7;

	private static final long PATIENCE_NANOS = 60_000_000_000L;

	private static final long PAUSE_MILLIS = 20;

	private final PrintStream out = System.out;

	private final List<String> trees = new CopyOnWriteArrayList<>();

	private PrintedTraces() {
	}

	/**
	 * Keep the traces that are printed to {@link System#out} from now on. Nothing else is
	 * kept from being printed.
	 * @return what keeps them
	 */
	public static PrintedTraces keep() {
		PrintedTraces kept = new PrintedTraces();
		System.setOut(kept.new Output());
		return kept;
	}

	/**
	 * Fail unless a page shows the traces of some spans, one after the other, as a
	 * snippet of text. Of a trace that has several trees, as where a message was sent and
	 * received, the one that begins it comes first. Events are left out, since those of
	 * exceptions fill a page.
	 * @param page the name of the page
	 * @param spans the spans, one of each trace
	 */
	public void areShown(String page, ReceivedSpan... spans) {
		long start = System.nanoTime();
		while (!DocumentedSample.find(page, sample(spans))) {
			if (System.nanoTime() - start > PATIENCE_NANOS) {
				DocumentedSample.isShown(page, sample(spans));
				return;
			}
			pause();
		}
	}

	private String sample(ReceivedSpan... spans) {
		return Arrays.stream(spans)
			.flatMap(this::trees)
			.flatMap(String::lines)
			.filter((line) -> line.startsWith(SPAN))
			.map((line) -> line + '\n')
			.collect(Collectors.joining());
	}

	private Stream<String> trees(ReceivedSpan span) {
		return this.trees.stream()
			.filter((tree) -> tree.contains(" trace=" + span.traceId()))
			.sorted(Comparator.comparing(PrintedTraces::isContinued).thenComparing((tree) -> tree.substring(TIME)));
	}

	private static boolean isContinued(String tree) {
		return tree.lines().findFirst().orElse("").contains(" parent=");
	}

	private static void pause() {
		try {
			Thread.sleep(PAUSE_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		System.setOut(this.out);
	}

	/**
	 * The console's exporter prints a tree at once.
	 */
	private final class Output extends PrintStream {

		Output() {
			super(PrintedTraces.this.out, true);
		}

		@Override
		public void print(Object printed) {
			String text = String.valueOf(printed).replaceAll("\u001B\\[[0-9;]*m", "");
			if (text.startsWith(SPAN)) {
				PrintedTraces.this.trees.add(text);
			}
			else {
				super.print(printed);
			}
		}

	}

}
