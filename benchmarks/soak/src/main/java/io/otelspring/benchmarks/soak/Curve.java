// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * What was measured, point by point, and whether it is flat in the end: the median of the
 * last quarter may not be above that of the quarter before it.
 */
final class Curve {

	private static final long HEAP_TOLERANCE = 2 << 20;

	private static final long THREAD_TOLERANCE = 2;

	private final List<Point> points = new ArrayList<>();

	void add(Point point) {
		this.points.add(point);
	}

	boolean heapIsFlat() {
		return growth(Point::heap) <= HEAP_TOLERANCE;
	}

	boolean threadsAreFlat() {
		return growth(Point::threads) <= THREAD_TOLERANCE;
	}

	private long growth(ToLongFunction<Point> value) {
		return median(value, last()) - median(value, third());
	}

	private List<Point> third() {
		int size = this.points.size();
		return this.points.subList(size / 2, Math.max(size / 2 + 1, size - size / 4));
	}

	private List<Point> last() {
		int size = this.points.size();
		return this.points.subList(Math.min(size - 1, size - size / 4), size);
	}

	private static long median(ToLongFunction<Point> value, List<Point> points) {
		long[] sorted = points.stream().mapToLong(value).sorted().toArray();
		return sorted[sorted.length / 2];
	}

	String verdict() {
		return String.format(Locale.ROOT,
				"heap: %s (%s in the third quarter, %s in the last), threads: %s (%d in the third quarter, %d in the last)",
				word(heapIsFlat()), megabytes(median(Point::heap, third())), megabytes(median(Point::heap, last())),
				word(threadsAreFlat()), median(Point::threads, third()), median(Point::threads, last()));
	}

	private static String word(boolean flat) {
		return flat ? "flat" : "GROWING";
	}

	static String megabytes(long bytes) {
		return String.format(Locale.ROOT, "%.1f MB", bytes / 1048576.0);
	}

	/**
	 * What one point in time has.
	 *
	 * @param heap the bytes of heap after a full collection
	 * @param threads the live threads
	 */
	record Point(long heap, long threads) {

	}

}
