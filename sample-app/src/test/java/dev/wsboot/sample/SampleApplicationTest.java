package dev.wsboot.sample;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class SampleApplicationTest {

	@Test
	void startsWithAJsonMapper(@Autowired JsonMapper mapper) {
		assertThat(mapper.writeValueAsString("hello")).isEqualTo("\"hello\"");
	}

}
