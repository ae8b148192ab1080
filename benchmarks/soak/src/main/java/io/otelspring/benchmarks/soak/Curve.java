// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What was measured, point by point, and whether it is flat in the end: the last quarter
 * may not be above the quarter before it. Of the heap that is asked of the lowest point,
 * since caches fill and are emptied, while what is leaked stays; of threads it is asked
 * of the median.
 */
final class Curve {

	private static final long HEAP_TOLERANCE = 2 << 20;

	private static final long THREAD_TOLERANCE = 2;

	private final List<Point> points = new ArrayList<>();

	void add(Point point) {
		this.points.add(point);
	}

	boolean heapIsFlat() {
		return lowest(last()) - lowest(third()) <= HEAP_TOLERANCE;
	}

	boolean threadsAreFlat() {
		return median(last()) - median(third()) <= THREAD_TOLERANCE;
	}

	private List<Point> third() {
		int size = this.points.size();
		return this.points.subList(size / 2, Math.max(size / 2 + 1, size - size / 4));
	}

	private List<Point> last() {
		int size = this.points.size();
		return this.points.subList(Math.min(size - 1, size - size / 4), size);
	}

	private static long lowest(List<Point> points) {
		return points.stream().mapToLong(Point::heap).min().orElse(0);
	}

	private static long median(List<Point> points) {
		long[] sorted = points.stream().mapToLong(Point::threads).sorted().toArray();
		return sorted[sorted.length / 2];
	}

	String verdict() {
		return String.format(Locale.ROOT,
				"heap: %s (at least %s in the third quarter, %s in the last), threads: %s (%d in the third quarter, %d in the last)",
				word(heapIsFlat()), megabytes(lowest(third())), megabytes(lowest(last())), word(threadsAreFlat()),
				median(third()), median(last()));
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
