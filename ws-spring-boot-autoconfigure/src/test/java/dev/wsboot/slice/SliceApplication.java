package dev.wsboot.slice;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The application that {@link SliceComponents} belong to.
 */
@SpringBootApplication
class SliceApplication {

}
