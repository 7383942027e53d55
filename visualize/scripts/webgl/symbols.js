// A program of sigma that draws each node with one of the pictures of a canvas, so that shapes are those of all maps.
import { NodeProgram } from "sigma/rendering";

const REACH = 1.3; // half the side of a picture over the radius of its symbol

const VERTEX = `
attribute vec2 a_position;
attribute float a_size;
attribute float a_symbol;
attribute vec4 a_id;
attribute vec2 a_corner;
uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_correctionRatio;
uniform float u_across;
varying vec2 v_at;
varying vec2 v_corner;
varying vec4 v_id;

void main() {
  vec2 place = a_position + a_corner * a_size * u_correctionRatio / u_sizeRatio * 2.0 * ${REACH.toFixed(1)};
  gl_Position = vec4((u_matrix * vec3(place, 1.0)).xy, 0.0, 1.0);
  vec2 cell = vec2(mod(a_symbol, u_across), floor(a_symbol / u_across));
  v_at = (cell + vec2(a_corner.x + 1.0, 1.0 - a_corner.y) * 0.5) / u_across;
  v_corner = a_corner;
  v_id = a_id;
}`;

const FRAGMENT = `
precision mediump float;
uniform sampler2D u_symbols;
varying vec2 v_at;
varying vec2 v_corner;
varying vec4 v_id;

void main() {
  #ifdef PICKING_MODE
  gl_FragColor = length(v_corner) > 0.85 ? vec4(0.0) : vec4(v_id.rgb, v_id.a * 255.0 / 254.0);
  #else
  gl_FragColor = texture2D(u_symbols, v_at);
  #endif
}`;

export function symbolProgram(canvas, across) {
  return class SymbolProgram extends NodeProgram {
    getDefinition() {
      const { FLOAT, TRIANGLE_STRIP, UNSIGNED_BYTE } = WebGLRenderingContext;
      return {
        VERTICES: 4,
        VERTEX_SHADER_SOURCE: VERTEX,
        FRAGMENT_SHADER_SOURCE: FRAGMENT,
        METHOD: TRIANGLE_STRIP,
        UNIFORMS: ["u_matrix", "u_sizeRatio", "u_correctionRatio", "u_across", "u_symbols"],
        ATTRIBUTES: [
          { name: "a_position", size: 2, type: FLOAT },
          { name: "a_size", size: 1, type: FLOAT },
          { name: "a_symbol", size: 1, type: FLOAT },
          { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
        ],
        CONSTANT_ATTRIBUTES: [{ name: "a_corner", size: 2, type: FLOAT }],
        CONSTANT_DATA: [[-1, -1], [1, -1], [-1, 1], [1, 1]],
      };
    }

    processVisibleItem(id, start, data) {
      this.array.set([data.x, data.y, data.size, data.symbol], start);
      this.array[start + 4] = id;
    }

    setUniforms({ matrix, sizeRatio, correctionRatio }, { gl, uniformLocations: at }) {
      gl.uniformMatrix3fv(at.u_matrix, false, matrix);
      gl.uniform1f(at.u_sizeRatio, sizeRatio);
      gl.uniform1f(at.u_correctionRatio, correctionRatio);
      gl.uniform1f(at.u_across, across);
      gl.activeTexture(gl.TEXTURE0);
      gl.bindTexture(gl.TEXTURE_2D, this.texture(gl));
      gl.uniform1i(at.u_symbols, 0);
    }

    // The pictures, on the card once.
    texture(gl) {
      if (this.pictures) return this.pictures;
      this.pictures = gl.createTexture();
      gl.bindTexture(gl.TEXTURE_2D, this.pictures);
      gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, true);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, canvas);
      gl.generateMipmap(gl.TEXTURE_2D);
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_LINEAR);
      return this.pictures;
    }
  };
}
