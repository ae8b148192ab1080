// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks.soak;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The soak works; what a few seconds of it tell is not judged here.
 */
class SoakTests {

	private static final long MEGABYTE = 1 << 20;

	@Test
	void saysWhatIsHeldAtEachPoint() throws Exception {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		SoakSettings settings = SoakSettings.of("minutes=2", "seconds=2", "clients=2");
		new Soak(settings, new PrintStream(out, true, StandardCharsets.UTF_8)).run();
		assertThat(out.toString(StandardCharsets.UTF_8).lines().toList()).hasSize(6)
			.anySatisfy((line) -> assertThat(line).startsWith("| 2 | ").contains(" MB | "))
			.anySatisfy((line) -> assertThat(line).startsWith("heap: "));
	}

	@Test
	void whatStaysTheSameIsFlat() {
		Curve curve = new Curve();
		for (int i = 0; i < 20; i++) {
			curve.add(new Curve.Point((60 + i % 2) * MEGABYTE, 30 + i % 3));
		}
		assertThat(curve.heapIsFlat()).isTrue();
		assertThat(curve.threadsAreFlat()).isTrue();
		assertThat(curve.verdict()).contains("heap: flat", "threads: flat");
	}

	@Test
	void whatGrowsIsNotFlat() {
		Curve curve = new Curve();
		for (int i = 0; i < 20; i++) {
			curve.add(new Curve.Point((60 + i) * MEGABYTE, 30 + i));
		}
		assertThat(curve.heapIsFlat()).isFalse();
		assertThat(curve.threadsAreFlat()).isFalse();
		assertThat(curve.verdict()).contains("heap: GROWING", "threads: GROWING");
	}

	@Test
	void whatGrowsAndShrinksIsFlat() {
		Curve curve = new Curve();
		for (int i = 0; i < 20; i++) {
			curve.add(new Curve.Point((60 + 3 * (i % 5)) * MEGABYTE, 30));
		}
		assertThat(curve.heapIsFlat()).isTrue();
	}

	@Test
	void whatOnlyGrowsAtFirstIsFlat() {
		Curve curve = new Curve();
		for (int i = 0; i < 20; i++) {
			curve.add(new Curve.Point((60 + Math.min(i, 9)) * MEGABYTE, 30));
		}
		assertThat(curve.heapIsFlat()).isTrue();
	}

}
